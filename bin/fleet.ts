#!/usr/bin/env node
import { inspect } from 'node:util';
import { exitCodes } from './fleet/failures.ts';
import { machine } from './fleet/machine.ts';
import { fleet } from './fleet/main.ts';

/* The command line of Fleet Upgrade: npm run --silent fleet -- --help */

// Whoever reads the results has read enough: `fleet agents | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await fleet(process.argv.slice(2), machine()).catch((error: unknown) => {
  process.stderr.write(`Something that nobody expected: ${inspect(error)}\n`);
  return exitCodes.unavailable; // Never 1: nothing is known of a job.
});
