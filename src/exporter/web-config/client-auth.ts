/** What is wanted of a client's certificate. */
export interface ClientAuth {
  readonly isAsked: boolean;
  readonly isRequired: boolean;
  /** Whether a certificate that is given must be signed by the client CA. */
  readonly isVerified: boolean;
}

/** Go's policies by name: https://pkg.go.dev/crypto/tls#ClientAuthType */
export const clientAuths: ReadonlyMap<string, ClientAuth> = new Map([
  ['NoClientCert', { isAsked: false, isRequired: false, isVerified: false }],
  ['RequestClientCert', { isAsked: true, isRequired: false, isVerified: false }],
  ['RequireAnyClientCert', { isAsked: true, isRequired: true, isVerified: false }],
  // The name that exporter-toolkit had before.
  ['RequireClientCert', { isAsked: true, isRequired: true, isVerified: false }],
  ['VerifyClientCertIfGiven', { isAsked: true, isRequired: false, isVerified: true }],
  ['RequireAndVerifyClientCert', { isAsked: true, isRequired: true, isVerified: true }],
]);

/** The policy where none is named. */
export const NO_CLIENT_AUTH: ClientAuth = { isAsked: false, isRequired: false, isVerified: false };
