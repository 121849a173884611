import { readableOn } from './colours.mjs';
import { reductions, shown } from './display.mjs';
import { element, fillUp } from './element.mjs';

const LARGEST = 44;
const SMALLEST = 11;
/** More values than these stand in lines, name and value side by side. */
const MOST_BLOCKS = 2;

/** Big values, a block each. */
export function drawStat(body, { frames, options = {} }, { note }) {
  const { reduceOptions = {}, textMode = 'auto', colorMode = 'value' } = options;
  const fields = frames.flatMap((frame) => chosenFields(frame, reduceOptions.fields, note));
  const values = fields.flatMap((field) => valuesOf(field, reduceOptions, note));
  const blocks = values.map(({ field, value }) => {
    const { text, colour } = shown(field, value);
    const isNamed = textMode === 'value_and_name' || (textMode === 'auto' && values.length > 1);
    const big = textMode === 'name' ? field.title : text;
    const filled = colorMode.startsWith('background');
    const style = filled ? `background: ${colour}; color: ${readableOn(colour)}` : '';
    return element(
      'div',
      { class: filled ? 'filled' : '', style },
      isNamed ? element('span', { class: 'name' }, field.title) : '',
      textMode === 'none'
        ? ''
        : element(
            'span',
            { class: 'value', style: colorMode === 'value' ? `color: ${colour}` : '' },
            big || '–',
          ),
    );
  });
  if (blocks.length === 0) blocks.push(element('span', { class: 'nothing' }, 'No data'));
  body.classList.toggle('lines', blocks.length > MOST_BLOCKS);
  body.append(...blocks);
  enlarge(body);
  body.replaceChildren();
  fillUp(body, blocks, 'values');
}

/** The fields that are values: numbers, or those that the panel names. */
function chosenFields({ fields }, pattern, note) {
  if (!pattern) return fields.filter(({ type }) => type === 'number');
  const [, inner] = /^\/(.*)\/$/.exec(pattern) ?? [];
  if (inner === undefined) note(`fields "${pattern}" of a stat`);
  return inner ? fields.filter(({ title }) => new RegExp(inner).test(title)) : fields;
}

function valuesOf(field, { values: isEach, calcs: [calc = 'lastNotNull'] = [] }, note) {
  if (isEach) return field.values.map((value) => ({ field, value }));
  if (!reductions[calc]) note(`reduction ${calc}, the last value is shown`);
  return [{ field, value: (reductions[calc] ?? reductions.lastNotNull)(field.values) }];
}

/** The largest letters with which everything can be seen. */
function enlarge(body) {
  for (let size = LARGEST; size >= SMALLEST; size--) {
    body.style.setProperty('--size', `${size}px`);
    const isCut = [...body.children].some((block) => block.scrollWidth > block.clientWidth + 1);
    if (body.scrollHeight <= body.clientHeight && body.scrollWidth <= body.clientWidth && !isCut) return;
  }
}
