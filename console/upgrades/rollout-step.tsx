import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { agentWords } from '../words.ts';
import { type Draft, rolloutOf } from './draft.ts';
import type { Match } from './match.tsx';
import type { StepProps } from './step.ts';
import { WaveBars } from './wave-bars.tsx';
import { previewOf } from './wave-preview.ts';

const strategies = [
  {
    value: 'default',
    label: 'Doubling waves',
    description: 'A canary of 1%, at most 10 agents, and then twice as many each time.',
  },
  { value: 'canary', label: 'A canary, then all others' },
  { value: 'waves', label: 'Waves of my own', description: 'Whoever is left after the last one is a wave more.' },
] as const;
const failures = [
  { value: 'halt', label: 'Send nothing more' },
  { value: 'pause', label: 'Pause and wait for a person' },
  { value: 'rollback', label: 'Take back what was changed' },
] as const;
const approvals = [
  { value: 'none', label: 'Nobody has to approve' },
  { value: 'first', label: 'Somebody else, before the first wave' },
  { value: 'after-canary', label: 'Somebody else, once the first wave is through' },
] as const;

/** The option of a closed list that a field was set to. */
const chosen = <Option extends { readonly value: string }>(options: readonly Option[], value: string | undefined) =>
  options.find((option) => option.value === value);

/** How the upgrade is rolled out, with its waves as they are typed. */
export function RolloutStep({ draft, complaints, onChange, match }: StepProps & { match: Match }) {
  return (
    <SpaceBetween size="l">
      <Preview draft={draft} match={match} />
      <Container header={<Header variant="h2">Waves</Header>}>
        <SpaceBetween size="l">
          <FormField label="How the agents are divided">
            <RadioGroup
              value={draft.strategy}
              items={[...strategies]}
              onChange={({ detail }) => {
                const strategy = chosen(strategies, detail.value);
                if (strategy) onChange({ strategy: strategy.value });
              }}
            />
          </FormField>
          {draft.strategy === 'canary' && (
            <TextField
              name="canary"
              label="Canary"
              hint="A count, or a percent."
              {...{ draft, complaints, onChange }}
            />
          )}
          {draft.strategy === 'waves' && (
            <TextField
              name="waves"
              label="Sizes"
              hint="Counts or percents, separated by commas: 1, 10%, 50%."
              {...{ draft, complaints, onChange }}
            />
          )}
          <TextField
            name="bakeSeconds"
            label="Watch each wave for (seconds)"
            hint="Before the next one begins. Empty as the deployment has it; waves of your own are then not watched."
            {...{ draft, complaints, onChange }}
          />
        </SpaceBetween>
      </Container>
      <Limits draft={draft} complaints={complaints} onChange={onChange} />
    </SpaceBetween>
  );
}

function Preview({ draft, match: { agents, isMore } }: { draft: Draft; match: Match }) {
  const targets = agents ?? 0;
  const waves = targets > 0 ? previewOf(rolloutOf(draft), targets, 0) : undefined;
  return (
    <Container
      header={
        <Header variant="h2">
          Preview for {isMore ? 'the first ' : ''}
          {agentWords(targets)}
        </Header>
      }
    >
      {waves ? (
        <WaveBars waves={waves} />
      ) : (
        <Box color="text-body-secondary">
          {targets === 0 ? 'Nobody to draw waves for: the simulation shows them.' : 'These waves cannot be drawn yet.'}
        </Box>
      )}
    </Container>
  );
}

function Limits({ draft, complaints, onChange }: StepProps) {
  return (
    <Container header={<Header variant="h2">Limits</Header>}>
      <ColumnLayout columns={2}>
        <TextField
          name="concurrency"
          label="Agents at once"
          hint="A count, or a percent."
          {...{ draft, complaints, onChange }}
        />
        <TextField
          name="failureThreshold"
          label="Failed agents that are borne"
          hint="A count, or a percent."
          {...{ draft, complaints, onChange }}
        />
        <FormField label="Where more fail">
          <Select
            options={failures}
            selectedOption={chosen(failures, draft.onFailure) ?? null}
            onChange={({ detail }) => {
              const option = chosen(failures, detail.selectedOption.value);
              if (option) onChange({ onFailure: option.value });
            }}
          />
        </FormField>
        <FormField label="Approval">
          <Select
            options={approvals}
            selectedOption={chosen(approvals, draft.approval) ?? null}
            onChange={({ detail }) => {
              const option = chosen(approvals, detail.selectedOption.value);
              if (option) onChange({ approval: option.value });
            }}
          />
        </FormField>
      </ColumnLayout>
    </Container>
  );
}

interface TextFieldProps extends StepProps {
  readonly name: 'canary' | 'waves' | 'bakeSeconds' | 'concurrency' | 'failureThreshold';
  readonly label: string;
  readonly hint: string;
}

const TextField = ({ name, label, hint, draft, complaints, onChange }: TextFieldProps) => (
  <FormField label={label} description={hint} errorText={complaints[name]}>
    <Input value={draft[name]} onChange={({ detail }) => onChange({ [name]: detail.value })} />
  </FormField>
);
