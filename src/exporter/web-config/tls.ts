import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { type ClientAuth, clientAuths, NO_CLIENT_AUTH } from './client-auth.js';
import { cipherSuites, curves, suitesOf13, versions } from './go-names.js';
import { type Pem, pemOf } from './pem.js';
import { refuse, type Section } from './section.js';

/** How connections are encrypted, and who may make one. */
export interface TlsSettings {
  readonly context: SecureContextOptions;
  readonly clientAuth: ClientAuth;
  /** Alternative names of which a client's certificate must have one. */
  readonly allowedNames: ReadonlySet<string> | undefined;
  /** Files that this came from. */
  readonly files: readonly string[];
}

/** The keys of `tls_server_config`. */
export const tlsKeys: readonly string[] = [
  'cert',
  'cert_file',
  'key',
  'key_file',
  'client_ca',
  'client_ca_file',
  'client_auth_type',
  'client_allowed_sans',
  'min_version',
  'max_version',
  'cipher_suites',
  'curve_preferences',
  'prefer_server_cipher_suites',
];

/** Reads `tls_server_config` and the files that it names, relative to `folder`; an empty one is no TLS. */
export async function tlsOf(section: Section, folder: string): Promise<TlsSettings | undefined> {
  if (section.isEmpty) return undefined;
  const wanted = clientsOf(section);
  const protocol = protocolOf(section);
  const { cert, key } = await pairOf(section, folder);
  const ca = await pemOf(section, 'client_ca', folder);
  checkAuthorities(section, ca, wanted.clientAuth);
  const context = { cert: cert.text, key: key.text, ...(ca && { ca: ca.text }), ...protocol };
  try {
    createSecureContext(context);
  } catch (error) {
    throw new Error(`"${section.at('cert')}" and the rest do not make a TLS server: ${reason(error)}`);
  }
  return { context, ...wanted, files: [cert, key, ca].flatMap((pem) => pem?.file ?? []) };
}

/** The server's certificate, and the key that is its own. */
async function pairOf(section: Section, folder: string): Promise<{ cert: Pem; key: Pem }> {
  const cert = (await pemOf(section, 'cert', folder)) ?? missing(section, 'cert');
  const key = (await pemOf(section, 'key', folder)) ?? missing(section, 'key');
  if (!certificateOf(cert).checkPrivateKey(keyOf(key)))
    refuse(key.path, 'the private key of the certificate', 'that of another');
  return { cert, key };
}

const missing = (section: Section, name: string) =>
  refuse(section.at(`${name}_file`), `given, or ${name}`, 'none');

/** Who may connect. */
function clientsOf(section: Section): Pick<TlsSettings, 'clientAuth' | 'allowedNames'> {
  const clientAuth = section.named('client_auth_type', clientAuths) ?? NO_CLIENT_AUTH;
  const names = section.texts('client_allowed_sans');
  // Where nobody has signed them, names are whatever a client writes.
  if (names && !clientAuth.isVerified)
    refuse(
      section.at('client_allowed_sans'),
      'left out where client_auth_type is neither RequireAndVerifyClientCert nor VerifyClientCertIfGiven',
      `a list of ${names.length}`,
    );
  return { clientAuth, allowedNames: names && new Set(names) };
}

function checkAuthorities(section: Section, ca: Pem | undefined, { isAsked, isVerified }: ClientAuth): void {
  const place = section.at('client_ca_file');
  if (ca && !isAsked) refuse(ca.path, 'left out where client_auth_type asks for no certificate', 'one');
  // OpenSSL would take those of the public web: anybody can have one of them.
  if (!ca && isVerified)
    refuse(place, 'given where client_auth_type verifies certificates, or client_ca', 'none');
  if (ca) certificateOf(ca);
}

/** Versions, ciphers and curves, as OpenSSL wants them. */
function protocolOf(section: Section): SecureContextOptions {
  const minVersion = section.named('min_version', versions) ?? 'TLSv1.2';
  const maxVersion = section.named('max_version', versions) ?? 'TLSv1.3';
  const order = [...versions.values()];
  if (order.indexOf(minVersion) < order.indexOf(maxVersion))
    refuse(section.at('min_version'), 'at most max_version', minVersion);
  const ciphers = section.allNamed('cipher_suites', cipherSuites) ?? [];
  const curve = section.allNamed('curve_preferences', curves) ?? [];
  return {
    minVersion,
    maxVersion,
    honorCipherOrder: section.flag('prefer_server_cipher_suites') ?? true,
    ...(ciphers.length > 0 && { ciphers: [...new Set([...suitesOf13, ...ciphers])].join(':') }),
    ...(curve.length > 0 && { ecdhCurve: curve.join(':') }),
  };
}

function certificateOf({ text, path }: Pem): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (error) {
    return refuse(path, 'a certificate in PEM', reason(error));
  }
}

function keyOf({ text, path }: Pem): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (error) {
    return refuse(path, 'a private key in PEM without a passphrase', reason(error));
  }
}

/** What OpenSSL says holds nothing of what it read. */
const reason = (error: unknown): string =>
  error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
