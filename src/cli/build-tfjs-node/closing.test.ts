import { expect, test } from 'vitest';
import { closingLines, cudaOf, type Result } from './closing.js';
import { CPU, GPU } from './variant.js';

const step = { backend: 'tensorflow', tensorflow: '2.21.0', device: 'cpu', loss: 1 };
const result: Result = { variant: CPU, step, log: '', cuda: '', scripted: [] };
const text = (changed: Partial<Result>, nodeMajor = 20) =>
  closingLines({ ...result, ...changed }, nodeMajor).join('\n');

test('a build_info.py tells its CUDA, one without has none', () => {
  expect(cudaOf("[('cuda_version', '12.5.1'), ('cudnn_version', '9'), ('is_cuda_build', True)]")).toBe(
    'CUDA 12.5.1 with cuDNN 9',
  );
  expect(cudaOf("[('is_cuda_build', False)]")).toBe('');
});

test('backend, version and device are told', () => {
  expect(text({})).toContain('Trained one step: backend tensorflow, TensorFlow 2.21.0, on the CPU.');
  expect(text({ variant: GPU, step: { ...step, device: 'gpu' } })).toContain('on the GPU.');
});

test('with --gpu and no GPU it says that the CPU computes, what is needed and what TensorFlow says', () => {
  const log =
    'I0000 00:00:17.5 1 port.cc:153] oneDNN is on\nI0 12 find.cc:31] Could not find cuda drivers here.\n';
  const said = text({ variant: GPU, log, cuda: 'CUDA 12.5.1 with cuDNN 9' });
  expect(said).toContain('falls back to the CPU. It needs an NVIDIA driver and CUDA 12.5.1 with cuDNN 9');
  expect(said).toContain('\n  Could not find cuda drivers here.\n');
  expect(said).not.toContain('oneDNN');
  expect(text({ log })).not.toContain('falls back');
  expect(text({ variant: GPU, log, step: { ...step, device: 'gpu' } })).not.toContain('falls back');
});

test('the preload is named where Node needs it', () => {
  const preload = 'node --import trainvitals/tfjs-node-compat';
  expect(text({}, 22)).not.toContain(preload);
  expect(text({}, 23)).toContain(preload);
  expect(text({}, 24)).toContain(preload);
});

test('packages that came without their install scripts are named', () => {
  expect(text({})).not.toContain('npm rebuild');
  expect(text({ scripted: ['node_modules/sharp', 'node_modules/a/node_modules/@b/c'] })).toContain(
    'npm rebuild sharp @b/c',
  );
});
