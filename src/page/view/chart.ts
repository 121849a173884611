import type uPlot from 'uplot';
import { number, seconds } from '../format.js';
import { type ChartKind, type Line, valuesOf } from '../lines.js';
import { markersOf } from '../markers.js';
import { type Store, stepsOf } from '../store.js';
import Plot from '../uplot.js';
import { chartOptions } from './chart-options.js';
import { arrange, element, write } from './dom.js';
import { drawMarkers } from './marker-layer.js';

/** A chart with its heading, and its latest values as text. */
export class Chart {
  readonly section: HTMLElement;
  private readonly legend = element('ul', { class: 'legend' });
  private readonly box = element('div', { class: 'plot', role: 'img' });
  private readonly empty = element('p', {}, 'Not measured yet.');
  private readonly log = element('input', { type: 'checkbox' });
  private plot: uPlot | undefined;
  private lines: readonly Line[] = [];
  private store: Store | undefined;

  constructor(private readonly kind: ChartKind) {
    const id = `chart-${kind.id}`;
    this.section = element('section', { class: 'chart', 'aria-labelledby': id });
    this.section.append(element('h3', { id }, kind.title));
    if (kind.canBeLog) {
      this.log.setAttribute('aria-label', `Log scale of ${kind.title.toLowerCase()}`);
      this.section.append(element('label', { class: 'toggle' }, this.log, ' Log scale'));
      this.log.addEventListener('change', () => {
        this.rebuild();
        if (this.store) this.draw(this.store);
      });
    }
    this.section.append(this.legend, this.empty, this.box);
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(this.box);
  }

  draw(store: Store): void {
    this.store = store;
    const lines = this.kind.lines(store.scalarNames());
    // A metric can come late. Nothing else makes a chart anew.
    if (lines.map(({ name }) => name).join() !== this.lines.map(({ name }) => name).join()) {
      this.lines = lines;
      this.rebuild();
    }
    this.empty.hidden = lines.length > 0;
    this.box.hidden = lines.length === 0;
    this.plot?.setData(this.data(store));
    this.drawLegend();
    this.box.setAttribute('aria-label', this.spoken(store));
  }

  redraw(): void {
    this.plot?.redraw();
  }

  private rebuild(): void {
    this.plot?.destroy();
    this.plot = undefined;
    if (this.lines.length === 0) return;
    this.box.hidden = false;
    const options = chartOptions(this.lines, { unit: this.kind.unit, isLog: this.log.checked });
    options.hooks = { draw: [() => this.drawMarkers()], setCursor: [() => this.drawLegend()] };
    this.plot = new Plot({ ...options, ...this.size() }, undefined, this.box);
  }

  /** Steps, then three rows a banded line, one any other: in the order of {@link chartOptions}. */
  private data({ columns }: Store): uPlot.AlignedData {
    const rows = this.lines.flatMap(({ name, banded }) =>
      (banded ? ([0, 1, 2] as const) : ([2] as const)).map((part) =>
        valuesOf(columns, name, part, this.log.checked),
      ),
    );
    return [stepsOf(columns), ...rows];
  }

  private size(): { width: number; height: number } {
    return { width: Math.max(120, this.box.clientWidth), height: 220 };
  }

  private drawMarkers(): void {
    const { plot, store } = this;
    if (!plot || !store) return;
    const { min, max } = plot.scales.x ?? {};
    const place = (step: number) =>
      min == null || max == null || step < min || step > max ? undefined : plot.valToPos(step, 'x');
    drawMarkers(plot.over, markersOf(store.events, place));
  }

  /** Values under the cursor, else the latest. */
  private drawLegend(): void {
    const { store, plot } = this;
    if (!store) return;
    const column = plot?.cursor.idx == null ? undefined : store.columns[plot.cursor.idx];
    const items = this.lines.map(({ name, label, colour, dashed }, index) => {
      const item = this.legend.children[index] ?? element('li', {}, element('i'), ' ', element('span'));
      const [swatch, text] = item.children;
      swatch?.setAttribute('class', `swatch c${colour}${dashed ? ' dashed' : ''}`);
      const value = column ? column.scalars[name]?.[2] : store.latest(name);
      if (text) write(text, `${label} ${this.told(value)}${column ? ` at step ${column.step}` : ''}`);
      return item;
    });
    arrange(this.legend, items);
  }

  private spoken(store: Store): string {
    const latest = this.lines.map(({ name, label }) => `${label} ${this.told(store.latest(name))}`);
    const raised = store.events.filter(({ state }) => state === 'raised').slice(-5);
    const marked = raised.map(({ symptom, step }) => `${symptom} at step ${step}`);
    const marks = marked.length > 0 ? ` Marked: ${marked.join(', ')}.` : '';
    return `${this.kind.title} over steps. Latest: ${latest.join(', ')}.${marks}`;
  }

  private told(value: number | null | undefined): string {
    return this.kind.unit === 'seconds' ? seconds(value) : number(value);
  }
}
