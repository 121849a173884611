import type { RunFacts } from '../../dist/channel/messages.js';
import { RunLine } from '../../dist/channel/run-line.js';
import type { Layout } from '../../dist/frame.js';

/** Everything a run told the exporter thread, in order: enough to decide it again without training it again. */
export interface Tape {
  facts: RunFacts | undefined;
  readonly entries: (
    | { readonly layout: Layout }
    | { readonly frame: Float64Array }
    | { readonly errors: Readonly<Record<string, number>> }
  )[];
}

/** Copies what the agent writes from now on; `stop` ends it. */
export function recordTape(): { readonly tape: Tape; readonly stop: () => void } {
  const tape: Tape = { facts: undefined, entries: [] };
  const line = RunLine.prototype;
  const { attach, layout, write, errors } = line;
  line.attach = function (facts) {
    tape.facts = facts;
    attach.call(this, facts);
  };
  line.layout = function (told) {
    tape.entries.push({ layout: told });
    layout.call(this, told);
  };
  line.write = function (frame) {
    write.call(this, frame);
    tape.entries.push({ frame: frame.slice() });
  };
  line.errors = function (counts) {
    tape.entries.push({ errors: counts });
    errors.call(this, counts);
  };
  return { tape, stop: () => Object.assign(line, { attach, layout, write, errors }) };
}
