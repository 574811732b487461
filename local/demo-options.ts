import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { DemoKind } from './launch/demo-kind.ts';
import { chooseKinds } from './launch/demo-kinds.ts';
import { demoAgent } from './launch/kinds/archive.ts';
import type { Played, Scenario, Stage } from './scenario.ts';
import { play } from './scenario.ts';
import { wholeFleet } from './scenarios/whole-fleet.ts';

const flags = {
  agents: { type: 'string' },
  types: { type: 'string' },
  target: { type: 'string' },
  json: { type: 'boolean' },
  /** Loses every event, to show that the job ends right by polling. */
  'without-events': { type: 'boolean' },
  scenario: { type: 'string' },
} as const;

const optionsSchema = z.object({
  agents: z.coerce.number().int().min(1).max(200).optional(),
  types: z.string().optional(),
  target: z.string().optional(),
  json: z.boolean().default(false),
  'without-events': z.boolean().default(false),
  scenario: z.string().optional(),
});

export interface Demo {
  /** How many agents are brought up. */
  readonly agents: number;
  /** Their types, one after the other. */
  readonly kinds: readonly DemoKind[];
  /** A sentence for each type that this machine cannot have. */
  readonly leftOut: readonly string[];
  /** Standard output is for the last job alone. */
  readonly json: boolean;
  readonly withoutEvents: boolean;
  show(stage: Stage): Promise<Played>;
}

/** What the command line asks for. @throws Error with a sentence for people where it cannot be used */
export function demoOf(args: string[], scenarios: ReadonlyMap<string, Scenario>): Demo {
  const parsed = optionsSchema.safeParse(parseArgs({ args, options: flags }).values);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { agents = 12, types, target = '1.5.0', json, 'without-events': withoutEvents, scenario: name } = parsed.data;
  if (name === undefined) {
    return { agents, ...chooseKinds(types), json, withoutEvents, show: (stage) => wholeFleet(stage, target) };
  }
  const scenario = scenarios.get(name);
  if (scenario === undefined)
    throw new Error(`There is no scenario "${name}". The scenarios are ${[...scenarios.keys()].join(', ')}.`);
  if ([parsed.data.agents, types, parsed.data.target].some((given) => given !== undefined))
    throw new Error('A scenario brings its own agents and versions: leave --agents, --types and --target out.');
  const kinds = [demoAgent];
  return { agents: scenario.agents, kinds, leftOut: [], json, withoutEvents, show: (stage) => play(scenario, stage) };
}
