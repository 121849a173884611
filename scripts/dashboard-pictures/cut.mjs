/** Height of a row of Grafana's grid and the gap below it, in pixels. */
export const GRID = { row: 30, gap: 8 };

/**
 * The panels that fit into so many pixels, cut where no panel is cut through, and those that follow. A dashboard always
 * shows its first panels, however high.
 */
export function cut(panels, height) {
  const bottom = ({ gridPos: { y, h } }) => y + h;
  const isWhole = (at) => panels.every((panel) => panel.gridPos.y >= at || bottom(panel) <= at);
  // The title of a row stands above panels or nowhere.
  const ends = [...new Set(panels.filter(isContent).map(bottom))].filter(isWhole).sort((a, b) => a - b);
  const fitting = ends.filter((at) => at * (GRID.row + GRID.gap) <= height).at(-1) ?? ends[0] ?? 0;
  const shown = panels.filter((panel) => bottom(panel) <= fitting);
  return { shown, left: panels.slice(shown.length) };
}

const isContent = ({ type, collapsed }) => type !== 'row' || collapsed;

/** Panels in the order in which they are read. */
export const inOrder = (panels) =>
  panels.toSorted((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
