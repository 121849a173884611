export { TrainvitalsError } from './errors.js';
export type {
  EvaluationReport,
  RunEvent,
  RunState,
  ScalarLike,
  StepReport,
  SymptomEvent,
  Vitals,
} from './handle.js';
export { DEFAULT_PORT, type WatchOptions } from './options.js';
export type { Severity } from './symptoms/symptom.js';
export { VERSION } from './version.js';
export { watch } from './watch.js';
