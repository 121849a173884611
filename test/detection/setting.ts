import { settingOf } from '../zoo/tapes.js';

/** The setting that a user gets who sets nothing. */
export const DEFAULT = settingOf({});
