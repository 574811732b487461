import { FunctionError } from '../../local/step-functions/failure.ts';
import type { Json } from '../../local/step-functions/json.ts';
import { text } from '../local/step-functions-fixtures.ts';
import type { Stub } from './engine.ts';

/** Answers one after the other, the last one for ever. */
export function inTurn(...answers: readonly (Json | Stub)[]): Stub {
  let turn = 0;
  return (payload, outside) => {
    const answer = answers[Math.min(turn++, answers.length - 1)] ?? null;
    return typeof answer === 'function' ? answer(payload, outside) : answer;
  };
}

/** Fails as a function does that throws. */
export const throws =
  (name: string): Stub =>
  () => {
    throw new FunctionError(name, 'It did not work.');
  };

/** Sends its token back with this output a while after it has answered. */
export const sendsBack =
  (output: Json = {}, seconds = 0.1): Stub =>
  (payload, outside) => {
    outside.later(seconds, () => outside.succeed(text(payload, 'token'), output));
    return null;
  };

/** Keeps its token to itself. */
export const keepsToken: Stub = () => null;

/** Answers later. */
export const answersAfter =
  (seconds: number, answer: Json): Stub =>
  (_, outside) =>
    new Promise((resolve) => outside.later(seconds, () => resolve(answer)));
