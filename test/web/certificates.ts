import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of a certificate and its key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const openssl = (folder: string, ...args: string[]) =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes a certificate authority in a folder. */
export function makeAuthority(folder: string, name: string): Certificate {
  const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  const own = ['-days', '2', '-subj', `/CN=${name}`, '-out', files.cert, '-keyout', files.key];
  openssl(folder, 'req', '-x509', ...NEW_KEY, ...own);
  return files;
}

/** Has a certificate signed; `names` are its alternative names as OpenSSL writes them, one of 0 days is over at once. */
export function issue(
  folder: string,
  authority: Certificate,
  name: string,
  { names = 'DNS:localhost,IP:127.0.0.1', days = 1 }: { names?: string; days?: number } = {},
): Certificate {
  const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  const [request, extensions] = [join(folder, `${name}.csr`), join(folder, `${name}.ext`)];
  openssl(folder, 'req', ...NEW_KEY, '-subj', `/CN=${name}`, '-keyout', files.key, '-out', request);
  writeFileSync(extensions, `subjectAltName=${names}\n`);
  const by = ['-CA', authority.cert, '-CAkey', authority.key, '-CAcreateserial', '-days', `${days}`];
  openssl(folder, 'x509', '-req', '-in', request, ...by, '-extfile', extensions, '-out', files.cert);
  return files;
}
