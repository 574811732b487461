import { AwsError } from '../../local/aws-json.ts';
import type { StepFunctionsOptions } from '../../local/step-functions/executions.ts';
import type { Json } from '../../local/step-functions/json.ts';
import { Harness } from '../local/step-functions-fixtures.ts';
import type { Engine, Experiment, Outside, Run, Stub } from './engine.ts';

/** Runs an experiment on our interpreter, on a virtual clock; the harness knows when each function was asked. */
export async function runEmbedded(
  { definition, input, functions }: Experiment,
  options: Partial<StepFunctionsOptions> = {},
): Promise<{ run: Run; harness: Harness }> {
  const tokens: string[] = [];
  const asked = Object.entries(functions).map(([name, stub]: [string, Stub]) => [
    name,
    (payload: Json) => stub(payload, outside),
  ]);
  const harness = new Harness(definition, Object.fromEntries(asked), options);
  const { clock, service } = harness;
  const outside: Outside = {
    later: (seconds, action) => void clock.schedule(seconds * 1000, action),
    succeed: (token, output) => tokens.push(sent(() => service.sendTaskSuccess(token, JSON.stringify(output)))),
    fail: (token, error, cause) => tokens.push(sent(() => service.sendTaskFailure(token, { error, cause }))),
  };
  const { status, output, failure, history } = await harness.run(input);
  const events = history.map(({ details, ...event }) => ({ ...event, ...details }));
  const { error, cause } = failure ?? {};
  return { run: { status, output: output?.value, error, cause, events, calls: harness.calls, tokens }, harness };
}

export const embeddedEngine: Engine = {
  run: async (experiment) => (await runEmbedded(experiment)).run,
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
