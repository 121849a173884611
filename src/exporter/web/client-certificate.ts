import type { X509Certificate } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { TlsSettings } from '../web-config/tls.js';

/** Whether a client that has shaken hands may stay, by the certificate that it gave. */
export function isWelcome(socket: TLSSocket, { clientAuth, allowedNames }: TlsSettings): boolean {
  if (!clientAuth.isAsked) return true;
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return !clientAuth.isRequired;
  if (clientAuth.isVerified && !socket.authorized) return false;
  return !allowedNames || alternativeNames(certificate).some((name) => allowedNames.has(name));
}

/** Kinds of names that are compared. */
const KINDS = ['DNS', 'IP Address', 'email', 'URI'];

/**
 * The alternative names of a certificate: DNS, IP, e-mail, URI. Node writes all in one text, and a name that holds what
 * could be taken for another one as JSON: https://nodejs.org/api/crypto.html#x509subjectaltname
 */
export function alternativeNames({ subjectAltName = '' }: Pick<X509Certificate, 'subjectAltName'>): string[] {
  const names: string[] = [];
  for (const [, kind = '', quoted, plain = ''] of subjectAltName.matchAll(
    /(?:^|, )([^:,"]+):(?:("(?:[^"\\]|\\.)*")|([^,"]*))(?=, |$)/gy,
  )) {
    if (!KINDS.includes(kind)) continue;
    const name = quoted === undefined ? plain : String(JSON.parse(quoted));
    names.push(kind === 'IP Address' ? shortest(name) : name);
  }
  return names;
}

/** OpenSSL writes an address of IPv6 with all its zeros, everybody else without. */
const shortest = (address: string): string =>
  isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
