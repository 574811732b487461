import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventBus } from '../event-bus.ts';
import { KeptCommands } from '../ssm/kept-commands.ts';
import type { KeptStepFunctions } from '../step-functions/kept-executions.ts';
import { commandDocuments, type Ground, keptStepFunctions } from './parts.ts';

/** What outlives a stack beside its table: executions and commands. */
export interface KeptState {
  readonly states: KeptStepFunctions;
  readonly commands: KeptCommands;
  close(): void;
}

/** The folder of the table below the one for all. */
export const tableFolder = (folder: string): string => join(folder, 'table');

/** Reads what an earlier stack left in the folder. @throws Error where that cannot be read */
export async function keptState(folder: string, ground: Ground, events: EventBus): Promise<KeptState> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const commands = new KeptCommands(join(folder, 'commands.jsonl'), commandDocuments(ground.template));
  const states = await keptStepFunctions(ground, events, join(folder, 'executions.jsonl'));
  return {
    states,
    commands,
    close: () => {
      states.close();
      commands.close();
    },
  };
}
