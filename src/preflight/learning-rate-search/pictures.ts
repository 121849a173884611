import { writeNumber } from '../number.js';
import type { Mark, Picture } from '../picture.js';
import type { LearningRateSearch, RateTrial } from '../report.js';

/** The loss at each rate over the steps, and where each rate ended. */
export function pictures({ curve, largest, advised, compiled }: LearningRateSearch): Picture[] {
  const tone = { held: 'good', diverged: 'bad', still: 'plain' } as const;
  const marks: Mark[] = [
    ...(advised === null ? [] : [{ at: advised, name: 'advised' }]),
    ...(largest === null ? [] : [{ at: largest, name: 'largest that holds' }]),
    ...(compiled === null ? [] : [{ at: compiled, name: 'compiled' }]),
  ];
  const ends = (verdict: RateTrial['verdict']) =>
    [...curve]
      .reverse()
      .filter((trial) => trial.verdict === verdict)
      .map(({ rate, losses }) => [rate, losses.at(-1) ?? Number.NaN] as const);
  return [
    {
      kind: 'lines',
      title: 'Loss after the trial at each learning rate',
      x: { name: 'learning rate', logarithmic: true },
      y: { name: 'loss', logarithmic: true },
      lines: [
        { name: 'holds', tone: 'good', points: ends('held') },
        { name: 'diverges', tone: 'bad', points: ends('diverged') },
        { name: 'learns nothing', tone: 'plain', points: ends('still') },
      ],
      marks,
    },
    {
      kind: 'lines',
      title: 'Loss on the small batch at each learning rate',
      x: { name: 'step' },
      y: { name: 'loss without penalty', logarithmic: true },
      lines: curve.map(({ rate, verdict, losses }) => ({
        name: writeNumber(rate),
        tone: tone[verdict],
        points: losses.map((loss, step) => [step, loss] as const),
      })),
      marks: [],
    },
  ];
}
