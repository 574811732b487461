import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { systemClock } from '../../../local/clock.ts';
import { ssmServer } from '../../../local/ssm/endpoint.ts';
import type { SsmHost } from '../../../local/ssm/host.ts';
import { cancelAllCommands, ssmHost } from '../../../local/stack/parts.ts';
import type { Running } from '../../../local/stack/running.ts';
import { stoppableClock } from '../../../local/stack/stoppable-clock.ts';
import type { Template } from '../../../local/template.ts';
import { type Emulator, rootOf } from './emulator.ts';

export interface SystemsManager {
  readonly host: SsmHost;
  readonly url: string;
  /** From then on its events come to the bus of the emulator; those that do not are told to `onProblem` in a sentence. */
  publishTo(emulator: Emulator, onProblem: (problem: string) => void): void;
}

/** Our own Systems Manager, with the documents of the template, beside what has none. */
export async function startSystemsManager(template: Template, running: Running): Promise<SystemsManager> {
  const clock = stoppableClock(systemClock);
  running.add(() => clock.stop());
  let publish: Parameters<typeof ssmHost>[1]['put'] = () => undefined;
  const host = ssmHost({ template, clock }, { put: (event) => publish(event) }, {});
  const url = await running.serve(ssmServer(host));
  running.add(() => cancelAllCommands(host));
  return {
    host,
    url,
    publishTo(emulator, onProblem) {
      const client = new EventBridgeClient({ endpoint: emulator.url, ...rootOf(emulator) });
      running.add(() => client.destroy());
      publish = ({ source: Source, detailType: DetailType, detail, resources = [] }) => {
        const entry = { Source, DetailType, Detail: JSON.stringify(detail), Resources: [...resources] };
        client.send(new PutEventsCommand({ Entries: [entry] })).then(
          ({ Entries }) => Entries?.[0]?.ErrorCode && onProblem(`An event was refused: ${Entries[0].ErrorCode}`),
          (error) => onProblem(`An event was not taken: ${error}`),
        );
      };
    },
  };
}
