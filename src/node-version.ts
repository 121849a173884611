/** The oldest Node that this package runs on; `engines` of the manifest says the same. */
export const OLDEST_NODE = 20;

/** Why it does not run on a version of Node, one line; undefined where it does. */
export function unsupportedNode(version: string): string | undefined {
  const major = Number(version.split('.')[0]);
  if (major >= OLDEST_NODE) return undefined;
  return `trainvitals needs Node ${OLDEST_NODE} or later, this is ${version}: install a current one`;
}
