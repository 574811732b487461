/** DynamoDB in a thread of its own, so that its work never holds up the gateway, Step Functions and SSM. Node runs this as it is. */
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';

/** A folder, or nothing for memory alone. */
const { path }: { path?: string } = workerData;
const server = dynalite({ ...(path && { path }), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
const counts: Record<string, number> = {};
server.on('request', ({ headers }) => {
  const operation = String(headers['x-amz-target']).replace(/^.*\./, '');
  counts[operation] = (counts[operation] ?? 0) + 1;
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage(server.address()));
parentPort?.on('message', (asked: 'close' | 'count') => {
  if (asked === 'count') parentPort?.postMessage(counts);
  else server.close(() => process.exit());
});
