/** A child process that does one job after another; tfjs and the tensors of a training live and die here. */
import { type Job, perform } from './training.js';

process.on('message', async (job: Job) => process.send?.(await perform(job)));
process.once('disconnect', () => process.exit());
