import { mapRunArn } from './arns.ts';
import { effectiveInput, readInteger, sourceOf, withinLimit } from './dataflow.ts';
import type { Branch, Distribution, MapRun } from './execution.ts';
import { StatesError } from './failure.ts';
import { type Document, documentOf, type Json } from './json.ts';
import { find } from './paths.ts';
import { type RandomBytes, uuid } from './random.ts';
import { MOST_SECONDS } from './state-fields.ts';
import type { MapState } from './states.ts';

/** AWS: most iterations of an inline map, and most children of a distributed one, that run at the same time. */
const MOST_ITERATIONS = 40;
const MOST_CHILDREN = 10_000;

/** A pass over the items that the state's input has. Throws StatesError. */
export function newMapRun(branch: Branch, state: MapState, random: RandomBytes): MapRun {
  const input = effectiveInput(branch, state).value;
  const distributed = state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED';
  const items = itemsOf(branch, state, input);
  return {
    branch,
    state,
    distributed: distributed ? distributionOf(branch, state, random) : undefined,
    items,
    input,
    concurrency: concurrencyOf(branch, state, input, distributed ? MOST_CHILDREN : MOST_ITERATIONS),
    running: new Map(),
    results: new Array<Json | undefined>(items.length),
    next: 0,
    failed: 0,
    isBeginning: false,
  };
}

function itemsOf(branch: Branch, { ItemsPath }: MapState, input: Json): readonly Json[] {
  const items = ItemsPath === undefined ? input : find(ItemsPath, sourceOf(branch, input));
  if (Array.isArray(items)) return items;
  throw new StatesError('States.Runtime', `Reference path "${ItemsPath?.text ?? '$'}" must point to array.`);
}

/** 0, as none, is no limit but AWS's own. */
function concurrencyOf(branch: Branch, state: MapState, input: Json, most: number): number {
  const { MaxConcurrency = 0, MaxConcurrencyPath: path } = state;
  const source = sourceOf(branch, input);
  const asked = path === undefined ? MaxConcurrency : readInteger('MaxConcurrencyPath', path, source, 0, MOST_SECONDS);
  return asked === 0 ? most : Math.min(asked, most);
}

function distributionOf(branch: Branch, state: MapState, random: RandomBytes): Distribution {
  const { arn, name } = branch.execution.machine;
  const label = state.Label ?? branch.stateName.replace(/[^\w-]+/g, '-').slice(0, 40);
  const flow = state.ItemProcessor;
  const machine = { arn: `${arn}/${label}`, name: `${name}/${label}`, flow, timeoutSeconds: undefined };
  return { machine, arn: mapRunArn(arn, label, uuid(random)) };
}

/** The input of one iteration. Throws StatesError. */
export function itemInput({ branch, state, input, items }: MapRun, index: number): Document {
  const item = items[index] ?? null;
  if (state.ItemSelector === undefined) return withinLimit(branch, documentOf(item));
  const source = sourceOf(branch, input, { Map: { Item: { Index: index, Value: item } } });
  return withinLimit(branch, documentOf(state.ItemSelector(source)));
}

/** Whether there is another item, and room for it. */
export function mayBegin({ running, concurrency, next, items }: MapRun): boolean {
  return running.size < concurrency && next < items.length;
}

/** What came of the items that succeeded, in their order. */
export function resultsOf({ branch, results }: MapRun): Document {
  return withinLimit(branch, documentOf(results.filter((result) => result !== undefined)));
}

/** Whether more items failed than a distributed map tolerates, which by default is none. */
export function isOverThreshold({ state, failed, items }: MapRun): boolean {
  return failed * 100 > (state.ToleratedFailurePercentage ?? 0) * items.length;
}
