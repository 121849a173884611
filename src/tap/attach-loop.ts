import { TrainvitalsError } from '../errors.js';
import type { Session, SessionParts } from '../session.js';
import type { VariableLike } from '../statistics/engine.js';
import { isLayerWeight, isVariable, type OptimizerLike } from './model.js';
import { namesIn, tapOptimizer } from './optimizer-tap.js';
import { type LayerFilter, variablesOf } from './topology.js';

interface Named {
  readonly name: string;
  readonly tensor: VariableLike;
}

/** Patches the optimizer of a hand-written loop; without `variables`, those of the first step are watched. */
export function attachLoop(
  optimizer: OptimizerLike,
  session: Session,
  parts: SessionParts,
  options: { readonly variables: unknown; readonly wanted: LayerFilter },
): () => void {
  const given = options.variables === undefined ? undefined : namedVariables(options.variables);
  const adopt = (variables: readonly Named[]) => {
    const watched = variablesOf(variables).filter(({ layer }) => options.wanted(layer));
    const metrics = session.contents?.metrics ?? [];
    session.adopt(
      { topology: { layers: [], variables: watched }, inputs: [], metrics, classes: [], mismatches: [] },
      { kind: 'none' },
    );
  };
  adopt(given ?? []);
  let known = given !== undefined;
  return tapOptimizer(optimizer, {
    guard: parts.guard,
    observer: () => session.observer,
    ownsAll: true,
    onGradients: (gradients) => {
      if (known) return;
      known = true;
      adopt(
        namesIn(gradients).flatMap((name) => {
          const tensor = parts.engine.registeredVariables[name];
          return tensor ? [{ name, tensor }] : [];
        }),
      );
    },
  });
}

/** `variables`: a list of variables or of layers' weights, or variables by name. */
function namedVariables(variables: unknown): Named[] {
  const entries: [string | undefined, unknown][] = Array.isArray(variables)
    ? variables.map((variable) => [undefined, variable])
    : Object.entries(Object(variables));
  if (typeof variables !== 'object' || variables === null || entries.length === 0) return refuse(variables);
  return entries.map(([name, variable]) => {
    if (isLayerWeight(variable)) return { name: name ?? variable.originalName, tensor: variable.val };
    if (isVariable(variable)) return { name: name ?? variable.name, tensor: variable };
    return refuse(variable);
  });
}

function refuse(found: unknown): never {
  throw new TrainvitalsError(
    'OPTION',
    `watch(): option "variables" must be a list of tf.Variable or an object of them by name, got ${String(found)}`,
  );
}
