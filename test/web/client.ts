import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { SecureVersion, TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.js';

/** Who asks, and how. */
export interface Asking {
  /** File of the authority that the server's certificate must be signed by. */
  readonly ca?: string;
  readonly certificate?: Certificate | undefined;
  /** `name:password`. */
  readonly auth?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  readonly ciphers?: string;
  readonly ecdhCurve?: string;
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Where TLS was spoken. */
  readonly protocol: string | null | undefined;
  readonly cipher: string | undefined;
  /** Serial number of the server's certificate. */
  readonly serial: string | undefined;
}

/** Asks on a connection of its own; what goes wrong below HTTP is thrown. */
export async function ask(
  url: string,
  path: string,
  { ca, certificate, ...asking }: Asking = {},
): Promise<Answer> {
  const { hostname, port, protocol } = new URL(url);
  const options = {
    ...asking,
    host: hostname,
    port,
    path,
    agent: false,
    ...(ca !== undefined && { ca: readFileSync(ca) }),
    ...(certificate && { cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) }),
  };
  const asked = protocol === 'https:' ? requestSecure(options) : requestPlain(options);
  let secured: Pick<Answer, 'protocol' | 'cipher' | 'serial'> = {
    protocol: undefined,
    cipher: undefined,
    serial: undefined,
  };
  asked.once('socket', (socket: TLSSocket) => {
    socket.once('secureConnect', () => {
      secured = {
        protocol: socket.getProtocol(),
        cipher: socket.getCipher().name,
        serial: socket.getPeerX509Certificate()?.serialNumber,
      };
    });
  });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let body = '';
  for await (const part of response.setEncoding('utf8')) body += part;
  return { status: response.statusCode, headers: response.headers, body, ...secured };
}
