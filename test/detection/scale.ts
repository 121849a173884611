import type { RuleGroup } from '../../dist/generate/rule.js';
import { seconds } from '../stack/rules.js';

const DURATION = String.raw`(?:\d+(?:ms|[smhdw]))+`;
/** Ranges `[5m]`, subqueries `[5m:1m]`, offsets; limits are plain numbers and are not touched. */
const RANGE = new RegExp(String.raw`\[(${DURATION})(?::(${DURATION})?)?\]`, 'g');
const OFFSET = new RegExp(String.raw`\boffset (-?)(${DURATION})`, 'g');

/** Rules in a time that runs `factor` times faster: every duration in them divided by it, nothing else changed. */
export const scaleRules = (groups: readonly RuleGroup[], factor: number) =>
  groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({
      ...rule,
      expr: scaleExpression(rule.expr, factor),
      ...('for' in rule && rule.for && { for: scaleDuration(rule.for, factor) }),
      ...('keep_firing_for' in rule &&
        rule.keep_firing_for && { keep_firing_for: scaleDuration(rule.keep_firing_for, factor) }),
    })),
  }));

export const scaleExpression = (expression: string, factor: number): string =>
  expression
    .replace(RANGE, (text, range: string, step: string | undefined) => {
      const resolution = step === undefined ? '' : scaleDuration(step, factor);
      return `[${scaleDuration(range, factor)}${text.includes(':') ? `:${resolution}` : ''}]`;
    })
    .replace(OFFSET, (_, sign: string, by: string) => `offset ${sign}${scaleDuration(by, factor)}`);

/** `1m` in a time 30 times faster is `2000ms`. */
export const scaleDuration = (duration: string, factor: number): string =>
  `${Math.max(1, Math.round((seconds(duration) * 1000) / factor))}ms`;
