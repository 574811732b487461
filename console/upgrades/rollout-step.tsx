import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { agentWords } from '../words.ts';
import { Advanced } from './advanced.tsx';
import { approvals, failures, strategies } from './choices.ts';
import type { Draft } from './draft.ts';
import { ChoiceField, chosen, TextField } from './fields.tsx';
import type { Match } from './match.tsx';
import { wavesOf } from './request.ts';
import type { StepProps } from './step.ts';
import { WaveBars } from './wave-bars.tsx';
import { previewOf } from './wave-preview.ts';

/** How the upgrade is rolled out, with its waves as they are typed. */
export function RolloutStep({ match, ...props }: StepProps & { match: Match }) {
  return (
    <SpaceBetween size="l">
      <Preview draft={props.draft} match={match} />
      <Waves {...props} />
      <Limits {...props} />
      <Advanced {...props} />
    </SpaceBetween>
  );
}

function Preview({ draft, match: { agents, isMore } }: { draft: Draft; match: Match }) {
  const targets = agents ?? 0;
  const waves = targets > 0 ? previewOf(wavesOf(draft), targets, 0) : undefined;
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

function Waves(props: StepProps) {
  const { draft, onChange } = props;
  const isOwn = draft.strategy === 'waves';
  return (
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
          <TextField {...props} name="canary" label="Canary" hint="A count, or a percent." />
        )}
        {isOwn && (
          <TextField
            {...props}
            name="waves"
            label="Sizes"
            hint="Counts or percents, separated by commas: 1, 10%, 50%."
          />
        )}
        <TextField
          {...props}
          name="bakeSeconds"
          label="Watch each wave for (seconds)"
          hint={
            isOwn
              ? 'Before the next one begins: one number for all waves, or one for each, such as 60, 300, 0. Empty for not at all.'
              : 'Before the next one begins. Empty as the deployment has it.'
          }
        />
      </SpaceBetween>
    </Container>
  );
}

function Limits(props: StepProps) {
  const { draft, onChange } = props;
  return (
    <Container header={<Header variant="h2">Limits</Header>}>
      <ColumnLayout columns={2}>
        <TextField {...props} name="concurrency" label="Agents at once" hint="A count, or a percent." />
        <TextField
          {...props}
          name="failureThreshold"
          label="Failed agents that are borne"
          hint="A count, or a percent."
        />
        <ChoiceField
          label="Where more fail"
          choices={failures}
          value={draft.onFailure}
          onChoose={(onFailure) => onChange({ onFailure })}
        />
        <ChoiceField
          label="Approval"
          choices={approvals}
          value={draft.approval}
          onChoose={(approval) => onChange({ approval })}
        />
      </ColumnLayout>
    </Container>
  );
}
