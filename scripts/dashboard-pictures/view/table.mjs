import { readableOn } from './colours.mjs';
import { shown } from './display.mjs';
import { element, fillUp } from './element.mjs';

/** A table, a column a field; what does not fit is counted in its last row. */
export function drawTable(body, { frames, options = {} }, { note }) {
  const [frame, ...others] = frames;
  if (others.length > 0) note(`${others.length} more tables of ${frames.length}`);
  const fields = frame.fields.filter(({ config }) => !config.custom?.hidden);
  for (const type of fields.map(({ config }) => config.custom?.cellOptions?.type))
    if (!['auto', 'color-text', 'color-background', undefined].includes(type)) note(`cells as ${type}`);
  if (options.footer?.show) note('the footer');
  const head = element('tr', {}, ...fields.map(headOf));
  const rows = order(frame, options.sortBy ?? []).map((row) =>
    element('tr', {}, ...fields.map((field) => cell(field, field.values[row]))),
  );
  const kept = element('tbody');
  const table = element('table', {}, element('thead', {}, options.showHeader === false ? '' : head), kept);
  body.append(table);
  if (rows.length > 0) narrow(body, kept, rows);
  // A table grows with its rows: what is full is the body around it.
  fillUp(
    {
      get scrollHeight() {
        return body.scrollHeight;
      },
      get clientHeight() {
        return body.clientHeight;
      },
      tagName: kept.tagName,
      append: (...children) => kept.append(...children),
      querySelector: (selector) => kept.querySelector(selector),
    },
    rows,
    'rows',
  );
}

/** Makes letters smaller, then cells narrower, until all columns are seen. */
function narrow(body, kept, rows) {
  kept.append(...rows);
  const isWide = () => body.scrollWidth > body.clientWidth;
  body.classList.toggle('dense', isWide());
  for (let width = 340; width >= 60 && isWide(); width -= 10) body.style.setProperty('--cell', `${width}px`);
  kept.replaceChildren();
}

const headOf = (field) => element('th', { class: alignment(field), style: widthOf(field) }, field.title);
const widthOf = ({ config }) => (config.custom?.width ? `width: ${config.custom.width}px` : undefined);
const alignment = ({ type, config }) => {
  const { align = 'auto' } = config.custom ?? {};
  return align === 'auto' ? (type === 'number' ? 'right' : 'left') : align;
};

function cell(field, value) {
  const { text, colour } = shown(field, value);
  const { cellOptions, links = [] } = { ...field.config.custom, links: field.config.links };
  const styles = {
    'color-background': `background: ${colour}; color: ${readableOn(colour)}`,
    'color-text': `color: ${colour}`,
  };
  const isEmpty = text === '';
  const style = isEmpty ? undefined : styles[cellOptions?.type];
  return element('td', { class: `${alignment(field)} ${links.length > 0 ? 'link' : ''}`, style }, text);
}

/** The rows' numbers in the order that the panel shows them. */
function order({ length, fields }, sortBy) {
  const rows = Array.from({ length }, (_, row) => row);
  return sortBy.reduceRight((sorted, { displayName, desc }) => {
    const values = fields.find(({ title }) => title === displayName)?.values;
    return values ? sorted.toSorted((a, b) => compare(values[a], values[b]) * (desc ? -1 : 1)) : sorted;
  }, rows);
}

const compare = (a, b) =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a ?? '').localeCompare(String(b ?? ''), undefined, { numeric: true });
