/** An element with its attributes and children; texts are texts, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * Puts children into a box until it is full; the rest is told as "… 3 more things". A picture cannot be scrolled.
 */
export function fillUp(box, children, things) {
  const isFull = () => box.scrollHeight > box.clientHeight + 1;
  for (const [index, child] of children.entries()) {
    box.append(child);
    if (!isFull()) continue;
    const shown = children.slice(0, index + 1);
    do {
      shown.pop()?.remove();
      box.querySelector(':scope > .more')?.remove();
      box.append(more(children.length - shown.length, things, box));
    } while (isFull() && shown.length > 0);
    return;
  }
}

const more = (count, things, box) => {
  const text = `… ${count} more ${things}`;
  if (box.tagName !== 'TBODY') return element('span', { class: 'more' }, text);
  return element('tr', { class: 'more' }, element('td', { colspan: '99' }, text));
};
