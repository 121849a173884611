import type { Check, Outcome } from '../check.js';

/** Names that a message lists before it counts the others. */
const LISTED = 3;

/** Layers that nobody has named: the series and the alerts of a run carry the names of its layers. */
export const names: Check = {
  id: 'names',
  severity: 'info',
  title: 'Names',
  question: 'Do the layers have names that mean something?',
  limits: {
    unnamed: {
      value: 0,
      unit: 'count',
      min: 0,
      max: 1_000_000,
      origin: 'a page at night that says dense_Dense7 sends its reader to the source',
    },
  },
  seconds: 5,
  advice: ['Give each layer a name that says what it is for: tf.layers.dense({ name: "hidden", … }).'],
  needs: [],
  run: async ({ model, limits }) => {
    const unnamed = model.layers.filter(({ instance }) => isDefault(instance.name, instance.getClassName()));
    const { unnamed: limit = 0 } = limits;
    const all = model.layers.length;
    const outcome: Outcome = {
      findings: [],
      message: all === 1 ? 'The layer is named.' : `All ${all} layers are named.`,
      value: unnamed.length,
      limit,
      advice: '',
    };
    if (unnamed.length <= limit)
      return unnamed.length === 0 ? outcome : { ...outcome, message: said(unnamed, all) };
    const [advice] = names.advice;
    const finding = {
      severity: 'info',
      message: said(unnamed, all),
      advice,
      value: unnamed.length,
      limit,
    } as const;
    return { ...outcome, findings: [finding] };
  },
};

function said(unnamed: readonly { readonly name: string }[], all: number): string {
  const listed = unnamed.slice(0, LISTED).map(({ name }) => name);
  const more = unnamed.length - listed.length;
  return `${unnamed.length} of ${all} layers have default names: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** tfjs-layers 4.22, topology.ts: the class in snake case, then the class and a number: `dense_Dense1`. */
function isDefault(name: string, className: string): boolean {
  const snake = className
    .replaceAll(/(.)([A-Z][a-z0-9]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const [prefix, rest] = [name.slice(0, snake.length + 1), name.slice(snake.length + 1)];
  return prefix === `${snake}_` && rest.startsWith(className) && /^\d+$/.test(rest.slice(className.length));
}
