/** A series with its samples in order of time; a value of `null` ends it, as a target does that is gone. */
export interface WrittenSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix time in milliseconds, value. */
  readonly samples: readonly (readonly [number, number | null])[];
}

/**
 * Writes series to a store with Prometheus' remote-write protocol 0.1:
 * https://prometheus.io/docs/specs/prw/remote_write_spec/
 */
export async function remoteWrite(url: string, series: readonly WrittenSeries[]): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Encoding': 'snappy',
      'Content-Type': 'application/x-protobuf',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
    },
    body: literalSnappy(Buffer.concat(series.map((each) => field(1, timeSeries(each))))),
  });
  if (!response.ok) throw new Error(`writing to ${url}: ${response.status} ${await response.text()}`);
}

function timeSeries({ labels, samples }: WrittenSeries): Buffer {
  const byName = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.concat([
    ...byName.map((pair) =>
      field(1, Buffer.concat(pair.map((text, at) => field(at + 1, Buffer.from(text))))),
    ),
    ...samples.map((each) => field(2, sample(each))),
  ]);
}

function sample([time, value]: readonly [number, number | null]): Buffer {
  const bits = Buffer.alloc(8);
  if (value === null) bits.writeBigUInt64LE(STALE);
  else bits.writeDoubleLE(value);
  return Buffer.concat([Buffer.from([0x09]), bits, Buffer.from([0x10]), varint(time)]);
}

/** The NaN that marks the end of a series. */
const STALE = 0x7ff0000000000002n;

/** A field of protobuf whose content has a length. */
const field = (number: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([(number << 3) | 2]), varint(content.length), content]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

/** Snappy's format without compression: the length, then literals of at most 64 KiB. */
function literalSnappy(content: Buffer): Buffer<ArrayBuffer> {
  const parts = [varint(content.length)];
  for (let at = 0; at < content.length; at += 65_536) {
    const literal = content.subarray(at, at + 65_536);
    const head = Buffer.from([61 << 2, 0, 0]);
    head.writeUInt16LE(literal.length - 1, 1);
    parts.push(head, literal);
  }
  return Buffer.concat(parts);
}
