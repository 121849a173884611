import type * as tfjs from '@tensorflow/tfjs';
import type { Plain } from '../../../data.js';
import { Random } from '../../../random.js';

/** Examples 32·step … 32·step + 31 and what they should give, around and around. */
export function pairOf({ xs, ys }: Plain, step: number): { x: tfjs.Tensor; y: tfjs.Tensor } {
  const at = 32 * (step % Math.floor((xs.shape[0] ?? 0) / 32));
  return { x: xs.slice(at, 32), y: ys.slice(at, 32) };
}

/** A loop returns to the event loop every tenth step. */
export async function turn(step: number): Promise<void> {
  if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Documents of up to 6 words (1 to 20; 0 is padding) in batches of 16, shards of 30 batches, each shard sorted by
 * length, the longest first. A word's tag follows from it and the word before. The last 16 documents of `blankShard`
 * are blank.
 */
export function sentenceShards(seed: number, { blankShard }: { readonly blankShard: number }) {
  const random = new Random(seed);
  let shard: number[][] = [];
  return (step: number): { inputs: number[][]; tags: number[][] } => {
    if (step % 30 === 0) {
      const document = (index: number) => {
        const isBlank = step / 30 === blankShard && index < 16;
        return Array.from({ length: isBlank ? 0 : 2 + random.integer(5) }, () => 1 + random.integer(20));
      };
      shard = Array.from({ length: 480 }, (_, index) => document(index)).sort((a, b) => b.length - a.length);
    }
    const documents = shard.slice((step % 30) * 16, (step % 30) * 16 + 16);
    const inputs = documents.map((words) => Array.from({ length: 6 }, (_, at) => words[at] ?? 0));
    const tags = inputs.map((words) =>
      words.map((word, at) => ((word % 2) + 2 * ((words[at - 1] ?? 0) % 2)) % 4),
    );
    return { inputs, tags };
  };
}
