import type { Subject } from './run.js';

/** A run in a process that was given GPUs: the variables stand while it is watched and trained. */
export function givenGpu(env: Readonly<Record<string, string>>, subject: Subject): Subject {
  Object.assign(process.env, env);
  return {
    ...subject,
    train: async (vitals) => {
      try {
        await subject.train(vitals);
      } finally {
        for (const name of Object.keys(env)) delete process.env[name];
      }
    },
  };
}
