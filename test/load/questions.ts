import type { Dashboard, Panel, Target, Variable } from './dashboard.js';
import { type Chosen, filledIn, SCRAPED_EVERY, SHOWN, standsFor } from './variables.js';

/** One request: a query over the time shown or of now, or the values that a variable offers. */
export interface Question {
  /** Panel, annotation or variable. */
  readonly place: string;
  readonly kind: 'range' | 'instant' | 'values';
  readonly expr: string;
  /** Of `values`: the label whose values are asked for. */
  readonly label?: string;
  /** Seconds between two points. */
  readonly step: number;
}

/** All requests of a dashboard: those for its variables, on which the others wait, and the others. */
export function questionsOf(
  board: Dashboard,
  chosen: Chosen = {},
): { readonly variables: readonly Question[]; readonly others: readonly Question[] } {
  const declared = board.templating?.list ?? [];
  const known = { ...Object.fromEntries(declared.flatMap(standsFor)), ...chosen };
  const asked = (place: string, target: Target, points?: number) =>
    questionsOfTarget({ place, step: stepOf(points) }, target, known);
  return {
    variables: declared.filter(({ type }) => type === 'query').map((each) => choices(each, known)),
    others: [
      ...(board.annotations?.list ?? [])
        .filter(({ enable = true }) => enable)
        .flatMap(({ name, target, ...own }) => asked(`annotation ${name}`, target ?? own)),
      ...panelsOf(board).flatMap(({ title = '', targets = [], maxDataPoints }) =>
        targets.flatMap((target) => asked(title, target, maxDataPoints)),
      ),
    ],
  };
}

/** Every panel with queries, also of collapsed rows. */
export function panelsOf({ panels }: Pick<Dashboard, 'panels'>): readonly Panel[] {
  return panels.flatMap((panel) => {
    if (panel.repeat)
      throw new Error(`panel "${panel.title}": expected no repetition, found ${panel.repeat}`);
    return [...(panel.targets?.length ? [panel] : []), ...panelsOf({ panels: panel.panels ?? [] })];
  });
}

/** No more points than a panel wants, and none between two scrapes. */
const stepOf = (points = Number.POSITIVE_INFINITY): number =>
  Math.max(SCRAPED_EVERY, Math.ceil(SHOWN / points));

function questionsOfTarget(
  at: Pick<Question, 'place' | 'step'>,
  target: Target,
  chosen: Chosen,
): readonly Question[] {
  if (target.expr === undefined || target.hide) return [];
  const expr = filledIn(target.expr, chosen, at.step);
  const isRange = target.range ?? !target.instant;
  return [
    ...(isRange ? [{ ...at, kind: 'range', expr } as const] : []),
    ...(target.instant ? [{ ...at, kind: 'instant', expr } as const] : []),
  ];
}

const LABEL_VALUES = /^label_values\((?:(.+),)?\s*(\w+)\)$/s;
const QUERY_RESULT = /^query_result\((.+)\)$/s;

function choices({ name, query }: Variable, chosen: Chosen): Question {
  const text = (typeof query === 'string' ? query : query?.query) ?? '';
  const at = { place: `variable ${name}`, step: SCRAPED_EVERY };
  const [, selector, label] = LABEL_VALUES.exec(text) ?? [];
  if (label) return { ...at, kind: 'values', expr: filledIn(selector?.trim() ?? '', chosen), label };
  const [, expr] = QUERY_RESULT.exec(text) ?? [];
  if (expr) return { ...at, kind: 'instant', expr: filledIn(expr, chosen) };
  throw new Error(`${at.place}: expected label_values(…) or query_result(…), found "${text}"`);
}
