import { type Series, type SeriesKey, series } from '../series.js';
import type { Note } from './records.js';

/** More than any run has: a layout that says so is no layout. */
const MOST_SLOTS = 1_000_000;

/**
 * A note as it was written; undefined where it is none. A file may have been changed by anybody: what is read is what the
 * windows and the pages will go by.
 */
export function noteOf(value: unknown): Note | undefined {
  if (!isRecord(value)) return undefined;
  const { note, facts, part, layout, state, time, set, next } = value;
  if (note === 'begin') return isFacts(facts) && isCount(part) ? (value as unknown as Note) : undefined;
  if (note === 'layout') return isLayout(layout) ? (value as unknown as Note) : undefined;
  if (note === 'clock') return isTime(set) ? (value as unknown as Note) : undefined;
  if (note === 'number') return isCount(next) ? (value as unknown as Note) : undefined;
  const isState = note === 'state' && ['running', 'finished', 'failed'].includes(String(state));
  return isState && isTime(time) ? (value as unknown as Note) : undefined;
}

function isFacts(facts: unknown): boolean {
  if (!isRecord(facts)) return false;
  const texts = ['run', 'model', 'optimizer', 'backend', 'device', 'frameworkVersion'];
  return (
    texts.every((name) => typeof facts[name] === 'string') &&
    isCount(facts.worldSize) &&
    (facts.rank === undefined || isCount(facts.rank)) &&
    isTime(facts.started) &&
    isRecord(facts.symptoms) &&
    (facts.preflight === undefined ||
      (Array.isArray(facts.preflight) &&
        facts.preflight.every(
          (each) => isRecord(each) && typeof each.check === 'string' && typeof each.severity === 'string',
        )))
  );
}

function isLayout(layout: unknown): boolean {
  if (!isRecord(layout)) return false;
  const { id, objective, slots, variables, inputs } = layout;
  return (
    isCount(id) &&
    isCount(objective) &&
    Array.isArray(slots) &&
    slots.length <= MOST_SLOTS &&
    slots.every(isSlot) &&
    Array.isArray(variables) &&
    variables.every(
      (each) => isRecord(each) && typeof each.layer === 'string' && typeof each.variable === 'string',
    ) &&
    Array.isArray(inputs) &&
    inputs.every((each) => isRecord(each) && typeof each.input === 'string')
  );
}

/** A series that there is, with the labels that it may have. */
function isSlot(slot: unknown): boolean {
  if (!isRecord(slot) || !isRecord(slot.labels)) return false;
  const { key, labels } = slot;
  if (typeof key !== 'string' || !Object.hasOwn(series, key)) return false;
  const known: Series = series[key as SeriesKey];
  return Object.entries(labels).every(
    ([name, value]) => typeof value === 'string' && known.labels.some((label) => label === name),
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isTime = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
