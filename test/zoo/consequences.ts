import { symptomOf } from '../../dist/symptoms/catalogue.js';

/** Whether the catalogue declares `symptom` a consequence of `cause`, or of one of its consequences. */
export function isConsequence(symptom: string, cause: string): boolean {
  const seen = new Set<string>();
  const waiting = [symptom];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const each of symptomOf(id)?.causes ?? []) {
      if (each === cause) return true;
      if (!seen.has(each)) waiting.push(each);
      seen.add(each);
    }
  }
  return false;
}
