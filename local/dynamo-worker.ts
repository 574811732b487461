/** DynamoDB in a thread of its own, so that its work never holds up the gateway, Step Functions and SSM. Node runs this as it is. */
import { parentPort } from 'node:worker_threads';
import dynalite from 'dynalite';

const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
server.listen(0, '127.0.0.1', () => parentPort?.postMessage(server.address()));
