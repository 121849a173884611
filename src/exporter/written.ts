import type { SymptomEvent } from '../handle.js';
import type { WrittenEvent } from '../page/contract.js';
import { symptomOf } from '../symptoms/catalogue.js';
import { writeNumber } from '../symptoms/message.js';

/**
 * An event with its value and limit in the symptom's own format, for the page: the event itself is a contract with
 * programs, which want numbers.
 */
export function written(event: SymptomEvent): WrittenEvent {
  const format = symptomOf(event.symptom)?.valueFormat ?? 'number';
  const write = (value: number) => writeNumber(value, format);
  return { ...event, written: { value: write(event.value), limit: write(event.limit) } };
}
