import { expect, test } from 'vitest';
import { ruleGroups } from '../../dist/generate/alerts.js';
import { catalogue } from '../../dist/symptoms/catalogue.js';
import { scaleExpression, scaleRules } from './scale.js';

test.each([
  { rule: 'increase(x[5m]) > 0', scaled: 'increase(x[10000ms]) > 0' },
  { rule: 'last_over_time(x[1h] offset 5m)', scaled: 'last_over_time(x[120000ms] offset 10000ms)' },
  { rule: 'x offset -1m30s > 60', scaled: 'x offset -3000ms > 60' },
  { rule: 'max_over_time(x[10m:1m])', scaled: 'max_over_time(x[20000ms:2000ms])' },
  { rule: 'x{where=~"[a-z]5m"} >= 100', scaled: 'x{where=~"[a-z]5m"} >= 100' },
])('$rule, 30 times faster, is $scaled', ({ rule, scaled }) => {
  expect(scaleExpression(rule, 30)).toBe(scaled);
});

test('every duration of the generated rules is scaled, and nothing else is changed', () => {
  const scaled = scaleRules(ruleGroups(catalogue), 60);
  expect(JSON.stringify(scaled, (key, value) => (key === 'annotations' ? undefined : value))).not.toMatch(
    /\[\d+[smhd]\b|offset -?\d+[smhd]\b|"(for|keep_firing_for)":"\d+[smhd]\b/,
  );

  const timeless = (groups: object) => JSON.stringify(groups).replaceAll(/\d+(ms|[smhd])\b/g, '<duration>');
  expect(timeless(scaled)).toBe(timeless(ruleGroups(catalogue)));
});
