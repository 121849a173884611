import {
  type ThresholdsConfig,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Severity } from '../../symptoms/symptom.js';
import type { PanelQuery } from './query.js';

export type Color = 'red' | 'orange' | 'blue';

/** What a severity looks like. */
export const COLOR: Readonly<Record<Severity, Color>> = { critical: 'red', warning: 'orange', info: 'blue' };

/** Green where it is healthy, the severity's color beyond a limit; green everywhere without one. */
export function thresholdsStep(limit: PanelQuery['limit'], color: Color = 'orange'): ThresholdsConfig {
  const { below, above } = limit ?? {};
  return {
    mode: ThresholdsMode.Absolute,
    steps: [
      { value: null, color: below === undefined ? 'green' : color },
      ...(below === undefined ? [] : [{ value: below, color: 'green' }]),
      ...(above === undefined ? [] : [{ value: above, color }]),
    ],
  };
}

/** The same for a builder; a new one each time, because the SDK shares what it is given. */
export function thresholds(limit: PanelQuery['limit'], color?: Color): ThresholdsConfigBuilder {
  const { mode, steps } = thresholdsStep(limit, color);
  return new ThresholdsConfigBuilder().mode(mode).steps(steps);
}
