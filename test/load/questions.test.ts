import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Dashboard } from './dashboard.js';
import { panelsOf, questionsOf } from './questions.js';

const query = (name: string, text: string) => ({ type: 'query', name, query: text, includeAll: true });
const board: Dashboard = {
  title: 'A board',
  panels: [
    { title: 'A row' },
    { title: 'Loss', targets: [{ expr: 'loss{run=~"$run"}' }, { expr: 'hidden', hide: true }] },
    { title: 'A folded row', panels: [{ title: 'Now', targets: [{ expr: 'steps', instant: true }] }] },
    { title: 'Heat', maxDataPoints: 120, targets: [{ expr: 'rate(x[$__rate_interval]) + $__interval' }] },
    {
      title: 'Both',
      targets: [{ expr: 'label_replace(up, "a", "$1", "b", "(.+)")', range: true, instant: true }],
    },
  ],
  annotations: {
    list: [
      { name: 'Raised', expr: 'active == 1' },
      { name: 'Off', expr: 'off', enable: false },
    ],
  },
  templating: {
    list: [
      { type: 'datasource', name: 'datasource', query: 'prometheus' },
      query('job', 'label_values(job)'),
      { ...query('run', 'label_values(info{job=~"$job"}, run)'), allValue: '.+' },
      { type: 'custom', name: 'by', query: 'model,device' },
    ],
  },
};

const told = ({ place, kind, expr, step }: { place: string; kind: string; expr: string; step: number }) =>
  `${place}: ${kind} ${step} ${expr}`;

test('every query of panels and annotations is asked, with the steps and times of its panel', () => {
  expect(questionsOf(board).others.map(told)).toEqual([
    'annotation Raised: range 15 active == 1',
    'Loss: range 15 loss{run=~".+"}',
    'Now: instant 15 steps',
    'Heat: range 30 rate(x[60s]) + 30s',
    'Both: range 15 label_replace(up, "a", "$1", "b", "(.+)")',
    'Both: instant 15 label_replace(up, "a", "$1", "b", "(.+)")',
  ]);
});

test('variables are asked for their values, narrowed by those before them', () => {
  expect(questionsOf(board).variables).toMatchObject([
    { expr: '', label: 'job' },
    { expr: 'info{job=~".+"}', label: 'run' },
  ]);
});

test('one run can be chosen', () => {
  expect(questionsOf(board, { run: 'run-007' }).others[1]?.expr).toBe('loss{run=~"run-007"}');
});

test.each([
  { panel: { title: 'Odd', targets: [{ expr: 'up{a="$nothing"}' }] }, message: 'found $nothing' },
  {
    panel: { title: 'Many', repeat: 'run', targets: [{ expr: 'up' }] },
    message: 'panel "Many": expected no',
  },
])('what is not known is refused: $message', ({ panel, message }) => {
  expect(() => questionsOf({ ...board, panels: [panel] })).toThrow(message);
});

const folder = new URL('../../dashboards/', import.meta.url);
test.each(readdirSync(folder).filter((file) => file.endsWith('.json')))('%s can be asked whole', (file) => {
  const own = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Dashboard;
  const { variables, others } = questionsOf(own, { run: 'one' });
  expect(variables.length).toBeGreaterThan(1);
  expect(others.length).toBeGreaterThanOrEqual(panelsOf(own).length);
  expect(others.map(({ expr }) => expr).join('\n')).not.toMatch(/\$[A-Za-z_{]|\[\[/);
});
