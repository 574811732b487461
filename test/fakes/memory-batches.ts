import type { Batch } from '../../functions/domain/batch.ts';
import { ConcurrentWrite } from '../../functions/domain/errors.ts';
import type { Batches } from '../../functions/domain/ports.ts';
import type { Tally } from '../../functions/domain/threshold.ts';

export class MemoryBatches implements Batches {
  readonly #batches = new Map<string, Batch>();
  readonly #tallies = new Map<string, Pick<Batch, 'jobId' | 'number' | 'revision'> & { readonly tally: Tally }>();

  async create(batch: Batch): Promise<void> {
    const key = keyOf(batch.jobId, batch.number);
    if (!this.#batches.has(key)) this.#batches.set(key, batch);
  }

  async get(jobId: string, number: number): Promise<Batch | undefined> {
    return this.#batches.get(keyOf(jobId, number));
  }

  async save(batch: Batch): Promise<Batch> {
    const key = keyOf(batch.jobId, batch.number);
    if (this.#batches.get(key)?.revision !== batch.revision) throw new ConcurrentWrite(key);
    const next = { ...batch, revision: batch.revision + 1 };
    this.#batches.set(key, next);
    return next;
  }

  async list(jobId: string, from: number, to: number): Promise<readonly Batch[]> {
    const ofJob = [...this.#batches.values()].filter(
      (batch) => batch.jobId === jobId && batch.number >= from && batch.number < to,
    );
    return ofJob.sort((a, b) => a.number - b.number);
  }

  async keepTally({ jobId, number, revision }: Pick<Batch, 'jobId' | 'number' | 'revision'>, tally: Tally) {
    const known = this.#tallies.get(keyOf(jobId, number));
    if (known !== undefined && known.revision > revision) return;
    if (known?.revision === revision && known.tally.failed > tally.failed) return;
    this.#tallies.set(keyOf(jobId, number), { jobId, number, revision, tally });
  }

  async tallies(jobId: string, to: number): Promise<readonly Tally[]> {
    const ofJob = [...this.#tallies.values()].filter((kept) => kept.jobId === jobId && kept.number < to);
    return ofJob.sort((a, b) => a.number - b.number).map(({ tally }) => tally);
  }
}

const keyOf = (jobId: string, number: number): string => `${jobId}/${number}`;
