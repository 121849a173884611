import { gradients } from './gradients.js';
import { inputs } from './inputs.js';
import { losses } from './losses.js';
import { rates } from './rates.js';

export const runs = [...inputs, ...losses, ...rates, ...gradients];
