/** A table; columns whose head ends in `:` are set to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  const names = head.map((name) => name.replace(/:$/, ''));
  const rules = head.map((name) => (name.endsWith(':') ? '---:' : '---'));
  return [line(names), line(rules), ...rows.map(line)].join('\n');
}

/** `3 runs`, `1 run`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** `0.93`; nothing of nothing is a dash. */
export const share = (part: number, whole: number): string => {
  if (whole === 0) return '–';
  const rounded = (part / whole).toFixed(2);
  // What is not all must not read as all, nor what is not nothing as nothing.
  if (part < whole && rounded === '1.00') return '> 0.99';
  return part > 0 && rounded === '0.00' ? '< 0.01' : rounded;
};

export const bullets = (lines: readonly string[], none: string): string =>
  lines.length === 0 ? none : lines.map((line) => `- ${line}`).join('\n');
