import { createServer } from 'node:http';

/** What NVIDIA's DCGM exporter serves, of one GPU that works: names, kinds and labels as of version 3. */
const metrics = (hostname: string): string =>
  [
    ['DCGM_FI_DEV_GPU_UTIL', 87],
    ['DCGM_FI_PROF_PIPE_TENSOR_ACTIVE', 0.42],
    ['DCGM_FI_DEV_FB_USED', 31_240],
    ['DCGM_FI_DEV_POWER_USAGE', 412.5],
    ['DCGM_FI_DEV_GPU_TEMP', 61],
    ['DCGM_FI_DEV_XID_ERRORS', 0],
  ]
    .map(
      ([name, value]) =>
        `# TYPE ${name} gauge\n${name}{gpu="0",UUID="GPU-1",device="nvidia0",modelName="NVIDIA H100",Hostname="${hostname}"} ${value}\n`,
    )
    .join('');

/** Starts an exporter of the GPUs of a host on a free loopback port: there is no GPU where the tests run. */
export async function startGpuExporter(
  hostname: string,
): Promise<{ address: string; stop(): Promise<void> }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(metrics(hostname));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port was given');
  return {
    address: `127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
