import { type Batch, batchSchema } from '../domain/batch.ts';
import { ConcurrentWrite } from '../domain/errors.ts';
import type { Batches } from '../domain/ports.ts';
import { type Tally, tallySchema } from '../domain/threshold.ts';
import { content, type DynamoTable, type Key, notThere, revisionIs } from './dynamo-table.ts';

/**
 * `JOB#id#CHUNK#k/BATCH#n`, 25 batches in a partition: a batch of 50 agents is written about five times at 10 to 30 units,
 * and a partition key takes 1,000 write units a second. Beside them `JOB#id#TALLIES#k/TALLY#n`, one unit each, 250 in a partition.
 */
export class DynamoBatches implements Batches {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async create(batch: Batch): Promise<void> {
    await this.#table.put({ ...batchKey(batch.jobId, batch.number), ...batch }, notThere);
  }

  async get(jobId: string, number: number): Promise<Batch | undefined> {
    const item = await this.#table.get(batchKey(jobId, number));
    return item === undefined ? undefined : batchSchema.parse(content(item));
  }

  async save(batch: Batch): Promise<Batch> {
    const next = { ...batch, revision: batch.revision + 1 };
    if (await this.#table.put({ ...batchKey(batch.jobId, batch.number), ...next }, revisionIs(batch.revision)))
      return next;
    throw new ConcurrentWrite(`Batch ${batch.number} of ${batch.jobId} is no longer at revision ${batch.revision}.`);
  }

  async list(jobId: string, from: number, to: number): Promise<readonly Batch[]> {
    if (from >= to) return [];
    const [first, last] = [batchKey(jobId, from), batchKey(jobId, to - 1)];
    const chunks = Array.from({ length: chunkOf(to - 1) - chunkOf(from) + 1 }, (_, index) => chunkOf(from) + index);
    const items = await Promise.all(
      chunks.map((chunk) => this.#table.range(partition(jobId, chunk), first.sk, last.sk)),
    );
    return items.flat().map((item) => batchSchema.parse(content(item)));
  }

  async keepTally({ jobId, number, revision }: Pick<Batch, 'jobId' | 'number' | 'revision'>, tally: Tally) {
    await this.#table.put(
      { ...tallyKey(jobId, number), ...tally, revision },
      {
        expression:
          'attribute_not_exists(pk) OR #revision < :revision OR (#revision = :revision AND #failed <= :failed)',
        names: ['revision', 'failed'],
        values: { ':revision': revision, ':failed': tally.failed },
      },
    );
  }

  async tallies(jobId: string, to: number): Promise<readonly Tally[]> {
    if (to === 0) return [];
    const partitions = Array.from({ length: Math.ceil(to / TALLIES_IN_A_PARTITION) }, (_, index) => index);
    const [first, last] = [tallyKey(jobId, 0).sk, tallyKey(jobId, to - 1).sk];
    const items = await Promise.all(partitions.map((k) => this.#table.range(tallies(jobId, k), first, last)));
    return items.flat().map((item) => tallySchema.parse(item));
  }
}

const BATCHES_IN_A_CHUNK = 25;

const TALLIES_IN_A_PARTITION = 250;

const tallies = (jobId: string, partition: number): string => `JOB#${jobId}#TALLIES#${partition}`;
const tallyKey = (jobId: string, number: number): Key => ({
  pk: tallies(jobId, Math.floor(number / TALLIES_IN_A_PARTITION)),
  sk: `TALLY#${String(number).padStart(6, '0')}`,
});

const chunkOf = (number: number): number => Math.floor(number / BATCHES_IN_A_CHUNK);
const partition = (jobId: string, chunk: number): string => `JOB#${jobId}#CHUNK#${chunk}`;
const batchKey = (jobId: string, number: number): Key => ({
  pk: partition(jobId, chunkOf(number)),
  sk: `BATCH#${String(number).padStart(6, '0')}`,
});
