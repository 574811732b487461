/** DynamoDB in a thread of its own, so that its work never holds up the gateway, Step Functions and SSM. Node runs this as it is. */
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';

/** A folder, or nothing for memory alone. */
const { path }: { path?: string } = workerData;
const server = dynalite({ ...(path && { path }), createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
server.listen(0, '127.0.0.1', () => parentPort?.postMessage(server.address()));
parentPort?.once('message', () => server.close(() => process.exit()));
