import { expect, test } from 'vitest';
import { parseDemoOptions } from './demo-options.js';

test('without flags the demo is healthy, on wasm, on the documented port, without an end', () => {
  expect(parseDemoOptions([])).toEqual({ backend: 'wasm' });
});

test('flags are read', () => {
  const flags = [
    '--fault',
    'dead-relu',
    '--backend',
    'cpu',
    '--host',
    '0.0.0.0',
    '--port',
    '0',
    '--steps',
    '7',
  ];
  expect(parseDemoOptions(flags)).toMatchObject({
    fault: { symptom: 'dead-relu' },
    backend: 'cpu',
    host: '0.0.0.0',
    port: 0,
    steps: 7,
  });
});

test.each([
  [['--port', '70000'], '--port must be a whole number, 0 to 65535, got "70000"'],
  [['--port', '1e3'], '--port must be a whole number, 0 to 65535, got "1e3"'],
  [['--steps', '0'], '--steps must be a whole number, 1 to 1000000, got "0"'],
  [['--backend', 'gpu'], '--backend must be one of wasm, cpu, tensorflow, webgpu, got "gpu"'],
  [['--fault', 'x'], /^--fault must be list or one of inputs-nonfinite, .*, got "x"$/],
  [['--verbose'], /Unknown option '--verbose'/],
  [['dead-relu'], /Unexpected argument 'dead-relu'/],
])('%j is refused', (flags, message) => {
  expect(() => parseDemoOptions(flags)).toThrow(message);
});
