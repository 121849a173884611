import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { harmless } from './harmless.js';
import { headersOf } from './headers.js';
import { isDeep } from './nesting.js';
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

/** What YAML does not have: control characters but for tabs and the ends of lines (YAML 1.2.2, 5.1). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const NOT_PRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/** Some 3,500 users; what is larger takes the parser seconds, which nobody is answered in. */
const MOST_BYTES = 256 * 1024;

/** Reads a file and those that it names; throws one line, without a secret, for the first thing that does not fit. */
export async function readWebConfig(file: string): Promise<WebConfig> {
  try {
    return await parse(await read(file), resolve(file));
  } catch (error) {
    throw new Error(`${file}: ${harmless(error instanceof Error ? error.message : String(error))}`);
  }
}

async function read(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new Error(`expected a file that can be read, got ${codeOf(error)}`);
  }
  if (bytes.length > MOST_BYTES) throw new Error(`expected at most ${MOST_BYTES} bytes, got ${bytes.length}`);
  if (!isUtf8(bytes)) throw new Error('expected UTF-8, got other bytes');
  return bytes.toString();
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
  const control = text.search(NOT_PRINTABLE);
  if (control >= 0)
    throw new Error(
      `expected YAML, got a control character in line ${text.slice(0, control).split('\n').length}`,
    );
  if (isDeep(text)) throw new Error('expected YAML, got what is nested too deep');
  const lines = new LineCounter();
  // That no key is there twice the parser looks up in time that grows with the square of their number.
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines, uniqueKeys: false });
  const refuse = (code: string, at: number): never => {
    throw new Error(`expected YAML, got ${code} in line ${lines.linePos(at).line}`);
  };
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) refuse(problem.code, problem.pos[0]);
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        // A user named 007 is not 7: keys are texts, as they were written.
        if (typeof key.value !== 'string' && key.source !== undefined) key.value = key.source;
        if (keys.has(key.value)) refuse('DUPLICATE_KEY', key.range?.[0] ?? 0);
        keys.add(key.value);
      }
    },
  });
  const found = plainOf(document);
  if (found === null || found === undefined) return new Map();
  if (found instanceof Map) return found;
  throw new Error('expected a mapping, got something else');
}

/** What an alias leads to may be nothing, or too much. Its name is not told: a password may begin with an asterisk. */
function plainOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ mapAsMap: true, maxAliasCount: 10 });
  } catch {
    throw new Error('expected YAML, got an alias of nothing, or of too much; put quotes around what is none');
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error);
