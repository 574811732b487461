import type { Report, ReportedAgent, ReportedReason } from '../domain/report.ts';
import type { ReportedWave } from '../domain/report-waves.ts';
import type { Form } from './form.ts';

type Value = string | number | null;

/** The whole report for people, in GitHub Flavored Markdown, with the agents of a page at its end. */
export const markdown: Form = {
  contentType: 'text/markdown; charset=utf-8',
  row: (_report, agent) => agentRow(agent),
  text: ({ report, agents, offset, targetCount }, nextCursor) => {
    const shown = agents.length === 0 ? 'None' : `${offset + 1} to ${offset + agents.length}`;
    const more = nextCursor === null ? '' : ' The address of the next ones is in the header `link` of this answer.';
    return [
      `# Upgrade job ${report.jobId}\n`,
      report.final ? '' : `The job is under way: this is how it was at ${report.reportedAt}.\n`,
      table(['', ''], about(report)),
      '## Agents in numbers\n',
      table(Object.keys(report.totals), [Object.values(report.totals)]),
      '## Waves\n',
      table(['Wave', 'Agents', 'Succeeded', 'Failed', 'Excluded', 'Begun', 'Ended', 'Bake'], report.waves.map(waveRow)),
      '## Reasons\n',
      table(['Reason', 'Agents', 'Meaning'], report.reasons.map(reasonRow)),
      '## Cost\n',
      table(['', 'USD', 'For'], costRows(report)),
      '## Agents\n',
      `${shown} of ${targetCount}.${more}\n`,
      table(AGENT_COLUMNS, []) + agents.map(agentRow).join(''),
    ]
      .filter((part) => part !== '')
      .join('\n');
  },
};

function about(report: Report): Value[][] {
  const { approved, reason, detail, simulated, action } = report;
  return [
    ['Ended', report.final ? `${report.status}, ${reason}` : `not yet: ${report.phase}, ${reason}`],
    ['In words', detail],
    ['Action', simulated ? `${action}, simulated: nothing was sent` : action],
    ['Target version', report.targetVersion],
    ['Change ticket', report.changeTicket],
    ['Note', report.note],
    ['Asked for by', `${report.requestedBy}, ${report.createdAt}`],
    ['Approved by', approved && `${approved.by}, ${approved.at}`],
    ['Completed', report.completedAt],
    ['Duration', `${report.durationSeconds} s`],
    ['Follows', report.parentJobId],
  ];
}

const waveRow = (wave: ReportedWave): Value[] => {
  const { number, agents, succeeded, failed, excluded, begunAt, endedAt, bakeSeconds } = wave;
  return [number, agents, succeeded, failed, excluded, begunAt, endedAt, `${bakeSeconds} s`];
};

const reasonRow = ({ reason, agents, sentence }: ReportedReason): Value[] => [reason, agents, sentence];

function costRows({ cost }: Report): Value[][] {
  const { stepFunctions, dynamoDb, lambda, usd, region } = cost;
  return [
    ['Step Functions', stepFunctions.usd, `${stepFunctions.transitions} state transitions`],
    ['DynamoDB', dynamoDb.usd, `${dynamoDb.writeUnits} write units, ${dynamoDb.readUnits} read units`],
    ['Lambda', lambda.usd, `${lambda.calls} calls, ${lambda.gbSeconds} GB-seconds`],
    ['Transfer', null, 'not known, as the sizes of artifacts are not'],
    ['Together', usd, `counted from the shape of the workflow, at list prices in ${region}`],
  ];
}

const AGENT_COLUMNS = ['Agent', 'Wave', 'From', 'To', 'Status', 'State', 'Reason', 'Error'];

const agentRow = (agent: ReportedAgent): string => {
  const { agentUuid, wave, oldVersion, newVersion, status, state, reason, error, detail } = agent;
  return row([agentUuid, wave, oldVersion, newVersion, status, state, reason, error ?? detail ?? null]);
};

const table = (names: readonly string[], rows: readonly (readonly Value[])[]): string =>
  [row(names), row(names.map(() => '---')), ...rows.map(row)].join('');

const row = (values: readonly Value[]): string => `| ${values.map(cell).join(' | ')} |\n`;

/** All that could begin markup, a link without any included; an underscore within a word begins none. */
const MARKUP = /[\\`*[\]<>|~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<=:)\/|(?<=www)\./giu;

/** One line, whatever is in it, and no markup: what nodes and callers say is shown as they said it. */
const cell = (value: Value): string =>
  String(value ?? '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(MARKUP, '\\$&');
