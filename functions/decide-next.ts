import { DynamoTable } from './adapters/dynamo-table.ts';
import { readingSsmClient } from './adapters/ssm-commands.ts';
import { SsmDocuments } from './adapters/ssm-documents.ts';
import { decideNextStep } from './domain/use-cases/decide-next.ts';
import { environment } from './environment.ts';
import { factPorts } from './fact-ports.ts';
import { jobInput, task } from './task.ts';

const env = environment(['TABLE_NAME', 'DOCUMENTS', 'PACE']);
const table = new DynamoTable(env.TABLE_NAME);
const documents = new SsmDocuments(env.DOCUMENTS, readingSsmClient());
const ports = { ...factPorts(table, env.PACE), documents };

/** State "Decide what happens next" */
export const handler = task(jobInput, ({ jobId }) => decideNextStep(ports, jobId, new Date()));
