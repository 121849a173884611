import type { Update } from './contract.js';
import { Store } from './store.js';
import { drawCharts, openCharts } from './view/charts.js';
import { Connection, type ConnectionState } from './view/connection.js';
import { byId, write } from './view/dom.js';
import { announce, drawEvents, forgetAnnounced } from './view/events.js';
import { drawConnection, drawHeader, titleOf } from './view/header.js';
import { drawHeatMap, openHeatMap } from './view/heat-map.js';
import { drawLayersTable, openLayersTable } from './view/layers-table.js';
import { chosenRun, drawPicker, fetchRuns, openPicker } from './view/run-picker.js';
import { drawSymptoms } from './view/symptoms.js';

/** Other runs of the process may begin while one is looked at. */
const LOOK_FOR_RUNS_MS = 3_000;

const store = new Store();
let connection: Connection | undefined;
let state: ConnectionState = 'connecting';
/** Unix time of the last message. */
let lastMessage: number | undefined;
/** The first column that changed since the page was drawn. */
let changed = Number.POSITIVE_INFINITY;
let isScheduled = false;
let isLooking = false;

function receive(update: Update): boolean {
  const first = store.apply(update);
  if (first === undefined) return false;
  changed = Math.min(changed, first);
  lastMessage = Date.now() / 1000;
  // A title and an announcement are for those who do not look at the page.
  document.title = titleOf(store);
  announce(store);
  schedule();
  return true;
}

/** Draws once a frame at most, and not while nobody sees it. */
function schedule(): void {
  if (isScheduled || document.hidden || !store.report) return;
  isScheduled = true;
  requestAnimationFrame(() => {
    isScheduled = false;
    draw();
  });
}

function draw(): void {
  if (!store.report) return;
  byId('content', HTMLDivElement).hidden = false;
  const nothing = byId('nothing', HTMLParagraphElement);
  nothing.hidden = store.columns.length > 0;
  write(nothing, 'Nothing is measured yet.');
  drawHeader(store);
  drawSymptoms(store);
  drawEvents(store);
  drawCharts(store);
  drawHeatMap(store, changed);
  drawLayersTable(store);
  changed = Number.POSITIVE_INFINITY;
}

function connect(): void {
  connection?.close();
  store.clear();
  forgetAnnounced();
  lastMessage = undefined;
  connection = new Connection(chosenRun(), receive, (next) => {
    state = next;
    drawConnection(state, lastMessage);
  });
}

/** Which runs there are; the page connects as soon as there is one, or the one that the address names. */
async function lookForRuns(): Promise<void> {
  const runs = await fetchRuns();
  if (!runs) return drawConnection(connection ? state : 'gone', lastMessage);
  drawPicker(runs);
  const wanted = chosenRun();
  const isThere = wanted === undefined ? runs.length > 0 : runs.some(({ run }) => run === wanted);
  if (isThere && !connection) connect();
  if (isThere || store.report) return;
  drawConnection('waiting', undefined);
  const nothing = byId('nothing', HTMLParagraphElement);
  write(nothing, wanted && runs.length > 0 ? `No run is named ${wanted}.` : 'No run is watched yet.');
}

openCharts();
openHeatMap();
openLayersTable();
openPicker(() => {
  byId('content', HTMLDivElement).hidden = true;
  byId('nothing', HTMLParagraphElement).hidden = false;
  write(byId('nothing', HTMLParagraphElement), 'Looking for the run.');
  connect();
  void lookForRuns();
});
document.addEventListener('visibilitychange', schedule);
setInterval(() => {
  if (document.hidden || isLooking) return;
  isLooking = true;
  void lookForRuns().finally(() => {
    isLooking = false;
  });
}, LOOK_FOR_RUNS_MS);
void lookForRuns();
