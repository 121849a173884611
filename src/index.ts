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
export { preflight } from './preflight/entry.js';
export type { Picture } from './preflight/picture.js';
export type {
  CheckReport,
  CheckVerdict,
  Finding,
  LearningRateSearch,
  PreflightReport,
  RateTrial,
} from './preflight/report.js';
export type { PreflightData } from './preflight/settings.js';
export type { Severity } from './symptoms/symptom.js';
export { VERSION } from './version.js';
export { watch } from './watch.js';
