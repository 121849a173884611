import { writeNumber } from '../../symptoms/message.js';
import { FEW } from '../readers.js';
import type { Finding } from '../report.js';
import type { Survey } from './survey.js';

/** Values that no network can compute with. */
export function notFinite(surveys: readonly Survey[], where: string, limit: number, advice: string) {
  return surveys.flatMap(({ name, nonFinite: { count, first } }): Finding[] => {
    if (count <= limit) return [];
    const found = count === 1 ? '1 value that is' : `${count} values that are`;
    const message = `Input "${name}"${where} has ${found} NaN or infinite, the first in example ${first} (limit ${limit}).`;
    return [{ severity: 'critical', message, advice, value: count, limit }];
  });
}

/** Indices that the embedding has no entry for; what it answers to them depends on the backend. */
export function outsideVocabulary(surveys: readonly Survey[], where: string, advice: string) {
  return surveys.flatMap(({ name, indices }): Finding[] => {
    if (!indices?.first) return [];
    const { outside, first, size } = indices;
    const found = outside === 1 ? '1 value is not' : `${outside} values are not`;
    const message = `Input "${name}"${where} must have whole numbers from 0 to ${size - 1}, as an embedding of ${size} entries reads it: ${found}, the first is ${writeNumber(first.value, 'number')} in example ${first.example}.`;
    return [{ severity: 'critical', message, advice, value: first.value, limit: size - 1 }];
  });
}

/** Examples that are all the same; beside an input that varies, another may rightly be constant. */
export function notVaried(surveys: readonly Survey[], where: string, advice: string): Finding[] {
  const size = surveys[0]?.size ?? 0;
  const isWhole = surveys.every(({ seen }) => seen === size);
  if (size < FEW || !isWhole || surveys.some(({ variation }) => variation.isVaried)) return [];
  const message = `All ${size} examples${where} are the same; nothing can be learned from them.`;
  return [{ severity: 'warning', message, advice, value: null, limit: null }];
}
