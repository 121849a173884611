import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { headersOf } from './headers.js';
import { type RateLimit, rateLimitOf } from './rate-limit.js';
import { Section } from './section.js';
import { type TlsSettings, tlsKeys, tlsOf } from './tls.js';
import { usersOf } from './users.js';

/** What a web configuration file says, in the format of exporter-toolkit, with all that it names read. */
export interface WebConfig {
  readonly tls: TlsSettings | undefined;
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bcrypt hashes of passwords by name; none = no authentication. */
  readonly users: ReadonlyMap<string, string>;
  readonly rateLimit: RateLimit | undefined;
  /** Every file that it came from, its own first. */
  readonly files: readonly string[];
}

/** What holds without a file. */
export const OPEN: WebConfig = {
  tls: undefined,
  headers: {},
  users: new Map(),
  rateLimit: undefined,
  files: [],
};

/** Larger than any that somebody wrote. */
const MOST_BYTES = 1 << 20;

/** Reads a file and those that it names; throws one line, without a secret, for the first thing that does not fit. */
export async function readWebConfig(file: string): Promise<WebConfig> {
  try {
    return await parse(await read(file), resolve(file));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(`expected a file that can be read, got ${codeOf(error)}`);
  }
}

async function parse(text: string, file: string): Promise<WebConfig> {
  const top = new Section(mappingOf(text), '', [
    'tls_server_config',
    'http_server_config',
    'basic_auth_users',
    'rate_limit',
  ]);
  const http = top.section('http_server_config', ['http2', 'headers']);
  // Node's server speaks HTTP/1.1, which every client of HTTP/2 speaks too.
  http.flag('http2');
  const headers = headersOf(http);
  const users = usersOf(top);
  const rateLimit = rateLimitOf(top);
  const tls = await tlsOf(top.section('tls_server_config', tlsKeys), dirname(file));
  return { tls, headers, users, rateLimit, files: [file, ...(tls?.files ?? [])] };
}

/** The mapping that a file is. What the parser says of an error may quote the line: only its code and place are told. */
function mappingOf(text: string): ReadonlyMap<unknown, unknown> {
  if (text.length > MOST_BYTES) throw new Error(`expected at most ${MOST_BYTES} bytes, got ${text.length}`);
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem)
    throw new Error(`expected YAML, got ${problem.code} in line ${lines.linePos(problem.pos[0]).line}`);
  const found: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 10 });
  if (found === null || found === undefined) return new Map();
  if (found instanceof Map) return found;
  throw new Error('expected a mapping, got something else');
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error);
