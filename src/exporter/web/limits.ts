/** Connections at once; above that one that waits for nothing makes room. */
export const MOST_CONNECTIONS = 256;
/** Answers that are worked on, or not yet read, at once. */
export const MOST_ANSWERS = 64;
/** An answer that took longer makes room for others where there are too many, in milliseconds. */
export const PATIENCE = 1000;
/** No answer but a stream may take longer than this to be read to its end, in milliseconds. */
export const ANSWER_WITHIN = 30_000;

/** What Node's server keeps to by itself, in milliseconds and bytes. */
export const serverLimits = {
  // A page on localhost gets the cookies of all that is served there.
  maxHeaderSize: 16 * 1024,
  // The whole head of a request, from the opening of its connection on: a client that says nothing is cut off as well.
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1000,
  // Longer than usual scrape intervals: a connection is reused, and none is closed as a scrape begins.
  keepAliveTimeout: 75_000,
  // The gate refuses what names no host, in its own words.
  requireHostHeader: false,
  insecureHTTPParser: false,
} as const;

/** Until a client has agreed on how to encrypt, in milliseconds. */
export const HANDSHAKE_WITHIN = 10_000;
/** A connection that nothing moves on while it is answered, such as a stream that nobody reads, in milliseconds. */
export const SILENT_WITHIN = 60_000;
export const MOST_HEADERS = 100;
