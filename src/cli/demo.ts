import { loadBackend } from '../demo/backend.js';
import { DIGIT_NAMES, loadDigits } from '../demo/digits.js';
import type { Training } from '../demo/run.js';
import { readDigits, train } from '../demo/train.js';
import { TrainvitalsError } from '../index.js';
import { type DemoOptions, faultList, parseDemoOptions } from './demo-options.js';
import { Follower } from './follower.js';
import { Interrupt } from './interrupt.js';
import { ProgressLine } from './progress.js';

export const usage = `trainvitals demo [options]
  Trains a small network on handwritten digits, watched; serves /metrics until Ctrl-C.
  --fault NAME    trains with a fault, named as the symptom it shows; list lists them
  --backend NAME  wasm (default), cpu, tensorflow (tfjs-node-gpu or tfjs-node), webgpu
  --host HOST     address to serve on (default 127.0.0.1)
  --port N        port to serve on (default 9790; 0 = any free one)
  --steps N       ends by itself after N steps
  --record FILE   records the run for trainvitals replay`;

/** Runs the demo: 2 where a flag is wrong, 1 where the backend is missing or the port is taken. */
export async function run(args: string[]): Promise<number> {
  let options: DemoOptions;
  try {
    options = parseDemoOptions(args);
  } catch (error) {
    console.error(`trainvitals demo: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  if (options.fault === 'list') {
    console.log(faultList());
    return 0;
  }
  try {
    await demonstrate(options);
    return 0;
  } catch (error) {
    if (!(error instanceof TrainvitalsError)) throw error;
    console.error(`trainvitals demo: ${error.message}`);
    return 1;
  }
}

async function demonstrate({ fault, backend, host, port, steps, record }: DemoOptions): Promise<void> {
  const tf = await loadBackend(backend);
  const digits = await loadDigits(tf);
  const faulty = fault === 'list' ? undefined : fault;
  const training = (faulty?.build ?? readDigits)(tf, digits);
  const stepsPerEpoch = Math.ceil((training.images.shape[0] ?? 0) / training.batchSize);
  const epochs = steps === undefined ? training.epochs : Math.ceil(steps / stepsPerEpoch);
  const planned = steps ?? epochs * stepsPerEpoch;
  const line = new ProgressLine(process.stdout);
  const interrupt = new Interrupt();
  let follower: Follower | undefined;
  let taken = 0;
  try {
    const vitals = await train(
      { ...training, epochs },
      {
        // A job that runs it says in its environment who it is.
        ...(!process.env.TRAINVITALS_RUN && { run: faulty ? `demo-${faulty.symptom}` : 'demo' }),
        ...(host !== undefined && { host }),
        ...(port !== undefined && { port }),
        labels: DIGIT_NAMES,
        ...(record !== undefined && { record }),
        // A demo that ends by itself waits for its last scrape; one that is ended by hand has been scraped for long.
        ...(steps === undefined && { linger: 0 }),
      },
      {
        onBatchEnd: () => {
          taken++;
          if (taken >= planned || interrupt.requested) training.model.stopTraining = true;
        },
      },
      (watched) => {
        line.say(faulty ? `Fault: ${faulty.mistake}` : 'No fault: see --fault list.');
        line.say(`Backend ${tf.getBackend()}; metrics at ${watched.url}/metrics`);
        follower = new Follower(watched, line, planned);
      },
    );
    await follower?.end();
    if (!interrupt.requested) line.say(`Validation accuracy: ${accuracyOf(training)}`);
    if (steps === undefined && !interrupt.requested) {
      line.say(`Finished after ${taken} steps; still serving ${vitals.url}/metrics until Ctrl-C.`);
      await interrupt.happened;
    }
    await vitals.close();
    if (interrupt.requested) line.say(`Stopped after ${taken} steps.`);
  } finally {
    await follower?.end();
    interrupt.dispose();
  }
}

/** The share of the validation images that the trained model reads correctly. */
function accuracyOf({ model, validation }: Training): string {
  if (!validation) return 'not measured';
  const results = [model.evaluate(...validation, { batchSize: 100 })].flat();
  const accuracy = results[model.metricsNames.indexOf('acc')]?.dataSync()[0];
  for (const result of results) result.dispose();
  return accuracy === undefined ? 'not measured' : `${(100 * accuracy).toFixed(1)} %`;
}
