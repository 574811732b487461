import { Failure } from '../failures.ts';
import type { World } from '../world.ts';

/** Asks the person at the terminal before nodes are changed; a pipeline's own command line is its yes. @throws Failure after any other answer */
export async function confirm({ ask }: World, question: string, yes: boolean | undefined): Promise<void> {
  if (yes === true || ask === undefined) return;
  const answer = await ask(`${question} [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('interrupted', 'Nothing was sent.');
}
