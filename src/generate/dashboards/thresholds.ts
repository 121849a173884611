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

/** Green on the healthy side of the limit, the severity's color on the other; green everywhere without a limit. */
export function thresholdsStep(limit: PanelQuery['limit'], color: Color = 'orange'): ThresholdsConfig {
  const base = { value: null, color: limit?.side === 'below' ? color : 'green' };
  const step = limit && { value: limit.value, color: limit.side === 'below' ? 'green' : color };
  return { mode: ThresholdsMode.Absolute, steps: step ? [base, step] : [base] };
}

/** The same for a builder; a new one each time, because the SDK shares what it is given. */
export function thresholds(limit: PanelQuery['limit'], color?: Color): ThresholdsConfigBuilder {
  const { mode, steps } = thresholdsStep(limit, color);
  return new ThresholdsConfigBuilder().mode(mode).steps(steps);
}
