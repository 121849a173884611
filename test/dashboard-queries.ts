import { readdirSync, readFileSync } from 'node:fs';

interface Query {
  readonly expr: string;
  /** Asked for now alone, not over the time shown. */
  readonly instant?: boolean;
}
interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets?: readonly Query[] }[];
  readonly annotations: { readonly list: readonly (Query & { readonly name: string })[] };
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
}

const folder = new URL('../dashboards/', import.meta.url);
const dashboards = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    file,
    board: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Dashboard,
  }));

/** Every query of a panel or an annotation. */
export const queries = dashboards.flatMap(({ file, board }) => [
  ...board.panels.flatMap(({ title, targets = [] }) =>
    targets.map((query) => ({ place: `${file}, ${title}`, ...query })),
  ),
  ...board.annotations.list.map((query) => ({ place: `${file}, annotation ${query.name}`, ...query })),
]);

/** Every choice whose values are those of a label. */
export const choices = dashboards.flatMap(({ file, board }) =>
  board.templating.list
    .filter(({ query }) => query.startsWith('label_values('))
    .map(({ name, query }) => {
      const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
      return { file, name, query, selector, label };
    }),
);

/** The query as Grafana sends it with these values; a variable that has none is an error. */
export function filledIn(expr: string, chosen: Readonly<Record<string, string>>): string {
  // `$1` is a group of a regular expression, which Grafana leaves alone.
  return expr.replaceAll(/\$\{?([a-z_]\w*)\}?/g, (written, name: string) => {
    const value = chosen[name];
    if (value === undefined) throw new Error(`${expr}: expected variables of Grafana, found ${written}`);
    return value;
  });
}
