/** Deeper than any that somebody wrote. */
const DEEPEST = 64;
/** Items of items of items in one line, such as `- - - a`. */
const COMPACT = new RegExp(`([-?:][ \\t]+){${DEEPEST}}`);
/** A line that begins that far to the right; a text may be indented as well, but hardly so far. */
const INDENTED = /^[ \t]{256}[ \t]*\S/m;

/**
 * Whether a YAML text is nested deeper than anybody would. It is counted before the parser sees it, which calls itself for
 * each level: where it is at the end of the stack as V8 compiles a regular expression, V8 ends the process, and training
 * with it. Measured on Node 20: 3,000 braces do, when a file is read for the second time. What stands in quotes and
 * comments counts too.
 */
export function isDeep(text: string): boolean {
  let open = 0;
  for (const bracket of text.match(/[[\]{}]/g) ?? []) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > DEEPEST) return true;
  }
  return COMPACT.test(text) || INDENTED.test(text);
}
