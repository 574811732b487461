import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '../../local/step-functions/json.ts';
import { embeddedEngine } from './embedded-engine.ts';
import type { Engine, Experiment, Stub, Stubs } from './engine.ts';
import { MotoEngine } from './moto-engine.ts';
import { hasMoto } from './moto-server.ts';
import { type Story, storyOf } from './story.ts';
import { inTurn } from './stubs.ts';

export interface Case extends Omit<Experiment, 'functions'> {
  /** `SUCCEEDED`, or the name of the error that it fails with. */
  readonly ends: string;
  /** New ones for each engine, since they remember their turns. */
  readonly functions?: () => Stubs;
  /** Items run at the same time, and may overtake one another. */
  readonly atOnce?: true;
}

/** A case that goes well. */
export const succeeds = (definition: unknown, input: Json = {}, functions: () => Stubs = () => ({})): Case => {
  return { definition, input, functions, ends: 'SUCCEEDED' };
};

/** The function `ask`, which answers one after the other. */
export const answers =
  (...turns: readonly (Json | Stub)[]) =>
  () => ({ ask: inTurn(...turns) });

/** An experiment's story on an engine. */
export async function tell(engine: Engine, { functions, atOnce, ...experiment }: Case): Promise<Story> {
  return storyOf(await engine.run({ ...experiment, functions: functions?.() ?? {} }), atOnce !== true);
}

/** Runs moto for a test file, where it is installed. */
export function withMoto(): () => MotoEngine {
  let moto: MotoEngine | undefined;
  beforeAll(async () => {
    if (hasMoto) moto = await MotoEngine.launch();
  });
  afterAll(() => moto?.stop());
  return () => {
    if (moto === undefined) throw new Error('moto has not started.');
    return moto;
  };
}

/** Where there is no moto, these tests are skipped; jest says so, and `.ci/asl` says why. */
export const onMoto = hasMoto ? test : test.skip;

/** Runs each case, by its group and its sentence, on our interpreter, and asks whether moto tells the same story of it. */
export function compare(groups: Readonly<Record<string, Readonly<Record<string, Case>>>>): void {
  const moto = withMoto();
  const table = Object.entries(groups).flatMap(([group, cases]) =>
    Object.entries(cases).map(([sentence, each]): [string, Case] => [`${group}: ${sentence}`, each]),
  );
  describe('our interpreter', () => {
    test.each(table)('%s', async (_, each) => {
      const { status, error } = await tell(embeddedEngine, each);
      expect(error ?? status).toBe(each.ends);
    });
  });
  describe('moto tells the same', () => {
    onMoto.each(table)('%s', async (_, each) => {
      expect(await tell(moto(), each)).toEqual(await tell(embeddedEngine, each));
    });
  });
}
