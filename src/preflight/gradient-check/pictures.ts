import type { Stand } from '../borrowed-model.js';
import type { Bars } from '../picture.js';
import { norm } from '../vectors.js';
import { type Checked, worstOf } from './compare-all.js';
import { nameOf } from './words.js';

/** Norms of the gradients at the caller's weights, inputs first: how the signal fades or grows on its way back. */
export const normBars = (
  stands: readonly Stand[],
  gradients: readonly (Float32Array | undefined)[],
): Bars => ({
  kind: 'bars',
  title: 'Gradient norm per variable at step 0',
  y: { name: 'norm of the gradient', logarithmic: true },
  bars: stands.map((stand, index) => {
    const gradient = gradients[index];
    return { name: nameOf(stand), value: gradient ? norm(gradient) : null };
  }),
  marks: [],
});

/** The largest relative error of each variable; none where it could not be told. */
export const errorBars = (checked: readonly Checked[], limit: number): Bars => ({
  kind: 'bars',
  title: 'Gradients against centred differences',
  y: { name: 'relative error', logarithmic: true },
  bars: checked.map((each) => ({
    name: nameOf(each.slope.place.stand),
    value: worstOf(each)?.error ?? null,
  })),
  marks: [{ at: limit, name: 'limit' }],
});
