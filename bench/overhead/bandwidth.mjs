import { median } from '../numbers.mjs';

/** More than any cache holds: 64 MiB of float32. */
const ELEMENTS = 2 ** 24;
const TIMES = 9;
/** A statistic of a step reads the gradient, the weight before and the weight after at least once each. */
const BYTES_PER_PARAMETER = 3 * Float32Array.BYTES_PER_ELEMENT;

/**
 * How fast memory is read and written, and from that the least time that the statistics of one parameter can take where
 * no cache helps. On a GPU it is the device's memory, measured by adding a number to a large tensor; else the host's, by
 * copying a Float32Array on one thread.
 */
export async function bandwidth({ tf, isOnGpu }) {
  const milliseconds = isOnGpu ? await additions(tf) : copies();
  const gigabytesPerSecond = (2 * ELEMENTS * Float32Array.BYTES_PER_ELEMENT) / milliseconds / 1e6;
  return { gigabytesPerSecond, nsPerParameter: BYTES_PER_PARAMETER / gigabytesPerSecond };
}

function copies() {
  const from = new Float32Array(ELEMENTS).fill(1);
  const to = new Float32Array(ELEMENTS);
  const times = Array.from({ length: TIMES }, () => {
    const start = performance.now();
    to.set(from);
    return performance.now() - start;
  });
  return median(times);
}

/** All are queued, and the last one is waited for: the way to the device and back is paid once. */
async function additions(tf) {
  const from = tf.ones([ELEMENTS]);
  const add = async (times) => {
    const start = performance.now();
    let last;
    for (let i = 0; i < times; i++) {
      last?.dispose();
      last = from.add(1);
    }
    const end = last.slice(0, 1);
    await end.data();
    end.dispose();
    last.dispose();
    return performance.now() - start;
  };
  await add(2);
  const [few, many] = [await add(TIMES), await add(10 * TIMES)];
  from.dispose();
  return (many - few) / (9 * TIMES);
}
