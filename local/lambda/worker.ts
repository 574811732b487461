/**
 * Runs one bundled function in its own thread, as Lambda's Node.js runtime would. Node runs this file as it is, without
 * a loader, so that the thread starts fast: only TypeScript that can be erased may be here and in what is imported.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type Invocation, reportOf, type WorkerMessage, type WorkerSetup } from './protocol.ts';

const setup: WorkerSetup = workerData;
if (parentPort === null) throw new Error('This file runs in a worker thread only.');
const port = parentPort;
const say = (message: WorkerMessage) => port.postMessage(message);

const { [setup.exportName]: handler } = await import(setup.module);
if (typeof handler !== 'function') {
  const error = new Error(`${setup.exportName} is undefined or not exported`);
  error.name = 'Runtime.HandlerNotFound';
  throw error;
}

/** The parts of Lambda's context that a function may use. */
const contextOf = ({ id, deadline }: Invocation) => ({
  awsRequestId: id,
  functionName: setup.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: setup.functionArn,
  memoryLimitInMB: String(setup.memoryMb),
  logGroupName: `/aws/lambda/${setup.functionName}`,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

port.on('message', async (invocation: Invocation) => {
  const { id, event } = invocation;
  try {
    const result: unknown = await handler(JSON.parse(event), contextOf(invocation));
    say({ kind: 'result', id, payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    say({ kind: 'error', id, report: reportOf(error) });
  }
});
say({ kind: 'ready' });
