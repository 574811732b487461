import { shapeSchema } from './scaled.ts';
import { scaledJob } from './scaled-job.ts';

/* Measures one job in this process alone, and writes what came of it as one line. */

const shape = shapeSchema.parse(JSON.parse(process.argv[2] ?? ''));
process.stdout.write(`${JSON.stringify(await scaledJob(shape))}\n`);
