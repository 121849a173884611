/** Places of an exporter thread's signs in shared memory: a count while it lives, and whether it ever answered a scrape. */
export const SIGNS = { beats: 0, scraped: 1 } as const;
