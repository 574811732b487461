import { AwsError } from '../../local/aws-json.ts';
import type { Json } from '../../local/step-functions/json.ts';
import { Harness } from '../local/step-functions-fixtures.ts';
import type { Call, Engine, Experiment, Outside, Run } from './engine.ts';

/** Our interpreter, on a virtual clock. */
export const embeddedEngine: Engine = {
  async run({ definition, input, functions }: Experiment): Promise<Run> {
    const calls: Call[] = [];
    const tokens: string[] = [];
    const asked = Object.entries(functions).map(([name, stub]) => [
      name,
      (payload: Json) => {
        calls.push({ name, payload });
        return stub(payload, outside);
      },
    ]);
    const harness = new Harness(definition, Object.fromEntries(asked));
    const { clock, service } = harness;
    const outside: Outside = {
      later: (seconds, action) => void clock.schedule(seconds * 1000, action),
      succeed: (token, output) => tokens.push(sent(() => service.sendTaskSuccess(token, JSON.stringify(output)))),
      fail: (token, error, cause) => tokens.push(sent(() => service.sendTaskFailure(token, { error, cause }))),
    };
    const { status, output, failure, history } = await harness.run(input);
    const events = history.map(({ details, ...event }) => ({ ...event, ...details }));
    return { status, output: output?.value, error: failure?.error, cause: failure?.cause, events, calls, tokens };
  },
};

function sent(send: () => void): string {
  try {
    send();
    return 'accepted';
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
}
