import type { Store } from '../store.js';
import { type Branch, identity, treeOf, whereOf } from '../symptom-tree.js';
import { arrange, byId, element, write } from './dom.js';

type Event = Branch['event'];

/** Cards that are shown, by what they are of; made anew only where what they say has changed. */
const cards = new Map<string, { readonly text: string; readonly card: HTMLLIElement }>();

/** The active symptoms, each with what it explains nested below it. */
export function drawSymptoms({ report }: Store): void {
  const symptoms = report?.symptoms ?? [];
  write(
    byId('symptoms-heading', HTMLHeadingElement),
    symptoms.length === 0 ? 'Symptoms' : `Symptoms (${symptoms.length} active)`,
  );
  byId('no-symptoms', HTMLParagraphElement).hidden = symptoms.length > 0;
  const shown = new Set<string>();
  arrange(
    byId('symptom-list', HTMLUListElement),
    treeOf(symptoms).map((branch) => cardOf(branch, shown)),
  );
  for (const key of cards.keys()) if (!shown.has(key)) cards.delete(key);
}

function cardOf({ event, consequences }: Branch, shown: Set<string>): HTMLLIElement {
  const key = identity(event);
  shown.add(key);
  const text = JSON.stringify(event);
  let known = cards.get(key);
  if (known?.text !== text) {
    known = { text, card: newCard(event) };
    cards.set(key, known);
  }
  const list = known.card.querySelector(':scope > ul');
  if (list instanceof HTMLUListElement) {
    list.hidden = consequences.length === 0;
    arrange(
      list,
      consequences.map((each) => cardOf(each, shown)),
    );
  }
  return known.card;
}

function newCard(event: Event): HTMLLIElement {
  const where = whereOf(event);
  const heading = element(
    'h3',
    {},
    element('span', { class: 'severity' }, event.severity),
    ` ${event.symptom}${where === undefined ? '' : ` in ${where}`}`,
  );
  const facts = `Since step ${event.step}. Value ${event.written.value}, limit ${event.written.limit}.`;
  const card = element('li', { class: 'symptom' }, heading, element('p', { class: 'note' }, facts));
  card.dataset.severity = event.severity;
  card.append(element('p', {}, event.message));
  if (event.consequenceOf.length > 0)
    card.append(element('p', {}, `A consequence of ${event.consequenceOf.join(', ')}: mend that first.`));
  if (event.remedies.length > 0)
    card.append(
      element('p', {}, 'Try, in this order:'),
      element('ol', {}, ...event.remedies.map((remedy) => element('li', {}, remedy))),
    );
  if (/^https?:/.test(event.runbook)) {
    const link = element('a', { href: event.runbook, rel: 'noreferrer' }, `Runbook of ${event.symptom}`);
    card.append(element('p', {}, link));
  }
  card.append(element('ul', { 'aria-label': `Consequences of ${event.symptom}` }));
  return card;
}
