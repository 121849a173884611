import { type ParseArgsConfig, parseArgs } from 'node:util';

/** What `parseArgs` of Node reads; what it refuses it tells in several lines, of which the first says it. */
export function argumentsOf<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(line, { cause: error });
  }
}
