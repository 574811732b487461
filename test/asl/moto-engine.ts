import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  SFNServiceException,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { close, listen } from '../../local/aws-json.ts';
import type { Json } from '../../local/step-functions/json.ts';
import { only } from '../local/step-functions-fixtures.ts';
import type { Call, Engine, Event, Experiment, Outside, Run } from './engine.ts';
import { functionServer } from './function-server.ts';
import { ask } from './machines.ts';
import { startMoto } from './moto-server.ts';
import { forMoto } from './patches.ts';

const ROLE = 'arn:aws:iam::123456789012:role/nobody';
const POLL_MS = 50;
/** 20 s: nothing that is run on it takes as long. */
const MOST_POLLS = 400;

const eventsSchema = z.array(
  z.looseObject({
    id: z.number(),
    previousEventId: z.number(),
    type: z.string(),
    stateEnteredEventDetails: z.object({ name: z.string() }).optional(),
    mapIterationStartedEventDetails: z.object({ index: z.number() }).optional(),
  }),
);

interface Running {
  readonly experiment: Experiment;
  readonly calls: Call[];
  /** What becomes of each token that was sent back, in the order in which they were. */
  readonly tokens: Promise<string>[];
}

/** Makes moto load its parser and the model of Lambda: seconds, in which a task would time out. */
const WARM_UP: Experiment = { definition: only(ask()), input: {}, functions: { ask: () => ({}) } };

type Meanwhile = (executionArn: string, stateMachineArn: string) => Promise<unknown>;

/** moto's Step Functions in a process of its own: one experiment after the other, in real time. */
export class MotoEngine implements Engine {
  readonly client: SFNClient;
  readonly #stop: () => Promise<void>;
  #running: Running | undefined;

  private constructor(url: string, stop: () => Promise<void>) {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    this.client = new SFNClient({ endpoint: url, region: 'eu-central-1', credentials });
    this.#stop = stop;
  }

  static async launch(): Promise<MotoEngine> {
    const functions = functionServer((name, payload) => engine.#invoke(name, payload));
    const moto = await startMoto(await listen(functions));
    const engine = new MotoEngine(moto.url, async () => {
      await moto.stop();
      await close(functions);
    });
    try {
      await engine.run(WARM_UP);
      return engine;
    } catch (error) {
      await engine.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.#stop();
  }

  /**
   * A machine lives for one run: moto 5.2.1 copies it with its executions when it starts another, and fails.
   * @param meanwhile what is done to the execution when it has started
   */
  async run(experiment: Experiment, meanwhile?: Meanwhile): Promise<Run> {
    const running: Running = { experiment, calls: [], tokens: [] };
    this.#running = running;
    const stateMachineArn = await this.create(forMoto(experiment.definition));
    try {
      const executionArn = await this.start(stateMachineArn, experiment.input);
      await meanwhile?.(executionArn, stateMachineArn);
      const { status = '', output, error, cause } = await this.#ended(executionArn);
      const { calls } = running;
      const told = output === undefined ? undefined : z.json().parse(JSON.parse(output));
      const events = await this.#events(executionArn);
      return { status, output: told, error, cause, events, calls, tokens: await Promise.all(running.tokens) };
    } finally {
      await this.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    }
  }

  /** Makes the machine and answers its ARN. */
  async create(definition: string): Promise<string> {
    const machine = { name: 'machine', roleArn: ROLE, definition };
    const { stateMachineArn = '' } = await this.client.send(new CreateStateMachineCommand(machine));
    return stateMachineArn;
  }

  /** Starts an execution and answers its ARN. */
  async start(stateMachineArn: string, input: Json, name = 'job'): Promise<string> {
    const start = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    const { executionArn = '' } = await this.client.send(start);
    return executionArn;
  }

  async #ended(executionArn: string): Promise<DescribeExecutionOutput> {
    for (let poll = 0; poll < MOST_POLLS; poll++) {
      const told = await this.client.send(new DescribeExecutionCommand({ executionArn }));
      if (told.status !== 'RUNNING') return told;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const types = (await this.#events(executionArn)).map(({ type }) => type);
    throw new Error(`The execution has not ended; it came to ${types.join(', ')}.`);
  }

  async #events(executionArn: string): Promise<Event[]> {
    const { events } = await this.client.send(new GetExecutionHistoryCommand({ executionArn }));
    return eventsSchema.parse(events);
  }

  #invoke(name: string, payload: Json): Json | Promise<Json> {
    const running = this.#running;
    const stub = running?.experiment.functions[name];
    if (running === undefined || stub === undefined) throw new Error(`There is no function ${name}.`);
    running.calls.push({ name, payload });
    return stub(payload, this.#outside(running));
  }

  #outside({ tokens }: Running): Outside {
    return {
      // Unreferenced, since a test may be over before a stub is.
      later: (seconds, action) => void setTimeout(action, seconds * 1000).unref(),
      succeed: (taskToken, output) => {
        const success = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) });
        tokens.push(becameOf(this.client.send(success)));
      },
      fail: (taskToken, error, cause) => {
        tokens.push(becameOf(this.client.send(new SendTaskFailureCommand({ taskToken, error, cause }))));
      },
    };
  }
}

async function becameOf(sent: Promise<unknown>): Promise<string> {
  try {
    await sent;
    return 'accepted';
  } catch (error) {
    if (error instanceof SFNServiceException) return error.name;
    throw error;
  }
}
