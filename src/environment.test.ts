import { describe, expect, it, test } from 'vitest';
import { type Environment, type Identity, identityOf, optionsFrom } from './environment.js';

describe('run, rank and world size', () => {
  it.each<[string, Environment, Identity]>([
    ['nothing', {}, {}],
    ['torchrun', { RANK: '3', WORLD_SIZE: '8', LOCAL_RANK: '1' }, { rank: 3, worldSize: 8, localRank: 1 }],
    ['an indexed Job', { JOB_COMPLETION_INDEX: '2', WORLD_SIZE: '4' }, { rank: 2, worldSize: 4 }],
    [
      'a step of Slurm',
      {
        SLURM_JOB_ID: '71',
        SLURM_JOB_NAME: 'mnist',
        SLURM_PROCID: '0',
        SLURM_STEP_NUM_TASKS: '4',
        SLURM_LOCALID: '0',
      },
      { run: 'mnist-71', rank: 0, worldSize: 4, localRank: 0 },
    ],
    [
      'a batch script of Slurm, one process of a job of four tasks',
      { SLURM_JOB_ID: '71', SLURM_JOB_NAME: 'mnist', SLURM_PROCID: '0', SLURM_NTASKS: '4' },
      { run: 'mnist-71' },
    ],
    [
      'a task of an array of Slurm',
      { SLURM_JOB_ID: '72', SLURM_JOB_NAME: 'sweep', SLURM_ARRAY_JOB_ID: '70', SLURM_ARRAY_TASK_ID: '2' },
      { run: 'sweep-70_2' },
    ],
    [
      'steps of Slurm that run beside each other',
      {
        SLURM_JOB_ID: '71',
        SLURM_JOB_NAME: 'sweep',
        SLURM_STEP_ID: '3',
        SLURM_STEP_NUM_TASKS: '1',
        SLURM_PROCID: '0',
      },
      { run: 'sweep-71.3' },
    ],
    [
      'torchrun with a name',
      { TORCHELASTIC_RUN_ID: 'bert', RANK: '0', WORLD_SIZE: '2' },
      { run: 'bert', rank: 0, worldSize: 2 },
    ],
    ['torchrun without a name', { TORCHELASTIC_RUN_ID: 'none' }, {}],
    [
      'Open MPI',
      { OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '2', OMPI_COMM_WORLD_LOCAL_RANK: '1' },
      { rank: 1, worldSize: 2, localRank: 1 },
    ],
    ['MPICH', { PMI_RANK: '1', PMI_SIZE: '2' }, { rank: 1, worldSize: 2 }],
    [
      'our own before those of others',
      {
        TRAINVITALS_RUN: 'mine',
        TRAINVITALS_RANK: '1',
        TRAINVITALS_WORLD_SIZE: '2',
        RANK: '0',
        WORLD_SIZE: '9',
        SLURM_JOB_ID: '7',
      },
      { run: 'mine', rank: 1, worldSize: 2 },
    ],
    ['one process', { RANK: '0', WORLD_SIZE: '1' }, {}],
    ['a rank without a size', { RANK: '3' }, {}],
    ['a rank that is none of so many', { RANK: '4', WORLD_SIZE: '4' }, {}],
    ['variables of something else', { RANK: 'general', WORLD_SIZE: 'huge' }, {}],
    ['empty variables', { TRAINVITALS_RUN: '', RANK: '', WORLD_SIZE: '' }, {}],
  ])('from %s', (_, env, identity) => {
    expect(identityOf(env)).toEqual(identity);
  });
});

test('options from the environment', () => {
  expect(optionsFrom({})).toEqual({});
  expect(
    optionsFrom({ TRAINVITALS_PORT: '0', TRAINVITALS_HOST: '0.0.0.0', TRAINVITALS_REGISTER: '/sd' }),
  ).toEqual({
    port: 0,
    host: '0.0.0.0',
    register: '/sd',
  });
  expect(optionsFrom({ TRAINVITALS_PORT: '', TRAINVITALS_HOST: '' })).toEqual({});
  expect(optionsFrom({ TRAINVITALS_NEXT_FREE_PORT: '1' })).toEqual({ nextFreePort: true });
  expect(optionsFrom({ TRAINVITALS_NEXT_FREE_PORT: 'false' })).toEqual({ nextFreePort: false });
  expect(() => optionsFrom({ TRAINVITALS_NEXT_FREE_PORT: 'yes' })).toThrow(
    'watch(): environment variable TRAINVITALS_NEXT_FREE_PORT must be 1, true, 0 or false, got "yes"',
  );
  expect(() => optionsFrom({ TRAINVITALS_PORT: 'http' })).toThrow(
    'watch(): environment variable TRAINVITALS_PORT must be a whole number from 0 to 65535, got "http"',
  );
});
