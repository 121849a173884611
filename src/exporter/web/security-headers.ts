/** The page: its own files, from here alone. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const ALWAYS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'deny',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Values of now, for those alone who may see them; the files of the page say otherwise.
  'Cache-Control': 'no-store',
};

/** Headers of an answer; what is `configured` takes the place of what is there. */
export const securityHeaders = (
  path: string,
  configured: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  ...ALWAYS,
  ...(path === '/' && { 'Content-Security-Policy': PAGE_POLICY }),
  ...configured,
});
