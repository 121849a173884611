/** Trains while the clock is set by hours, forth and back, in the middle of fits and between them. */
import { setTimeout as pause } from 'node:timers/promises';
import { setClock } from './set-clock.mjs';
import { attach, build, examples, hashOf, note, play, tell, train } from './training.mjs';

const HOUR = 3600;
/** Seconds beside the true time, one after the other. */
const shows = [3 * HOUR, -5 * HOUR, 40 * HOUR, 0, -HOUR, 26 * HOUR];

/** What a page that is opened now is told first. */
async function firstUpdate(url) {
  const { body } = await fetch(`${url}/api/live`);
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const found = /^data: (\{.*\})\n\n/m.exec(text);
    if (found) return JSON.parse(found[1]);
  }
  throw new Error('the stream ended');
}

await play({
  async hours() {
    const model = build();
    const vitals = await attach(model);
    const symptoms = [];
    vitals.on('symptom', ({ symptom, state }) => symptoms.push(`${symptom} ${state}`));
    const ask = async (path) => (await fetch(vitals.url + path)).text();
    const data = examples();
    const losses = [];
    for (const [turn, seconds] of shows.entries()) {
      let batches = 0;
      const onBatchEnd = () => {
        if (++batches === 5) setClock(seconds);
      };
      losses.push(await train(model, data, { epochs: 3, callbacks: { onBatchEnd } }));
      if (turn === 2) setClock(shows[1]);
      if (!vitals.url) continue;
      // What time alone decides is looked at once a second.
      await vitals.flush();
      await pause(1500);
      await vitals.flush();
      const { columns, now, report } = await firstUpdate(vitals.url);
      note({
        symptoms: [...symptoms],
        page: (await ask('/')).includes('<html'),
        metrics: await ask('/metrics'),
        steps: columns.reduce((steps, column) => Math.max(steps, column.step), 0),
        columns: columns.length,
        isNow: Math.abs(now - Date.now() / 1000) < 60,
        stepsPerSecond: report.stepsPerSecond,
      });
    }
    tell({ losses, weights: hashOf(model.getWeights()) });
    await vitals.close();
  },
});
