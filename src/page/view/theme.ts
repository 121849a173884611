/** A colour of style.css, in the theme of now; canvases cannot name CSS variables. */
export function themeColour(name: string): string {
  let value = known.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    known.set(name, value);
  }
  return value;
}

/** Calls back when the reader's theme has changed. */
export function onThemeChange(redraw: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    known.clear();
    redraw();
  });
}

/** Asking for a style costs a layout; colours are asked for per series and frame. */
const known = new Map<string, string>();
