import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useApi } from '../api/api.ts';
import { Trouble } from '../app/trouble.tsx';
import { TextField } from './fields.tsx';
import type { StepProps } from './step.ts';
import { choicesOf } from './versions.ts';

/** Which version they are to run: one of the catalogue that is not deprecated. */
export function VersionStep(props: StepProps) {
  const { draft, complaints, onChange } = props;
  const { query } = useApi();
  const { data, error, isLoading, refetch } = query.useQuery('get', '/api/v1/versions', {
    params: { query: { status: 'active', limit: 250 } },
  });
  if (error !== null) return <Trouble title="The catalogue could not be read" error={error} onRetry={refetch} />;
  const choices = choicesOf(data?.items ?? [], draft.by === 'selector' ? draft.agentType : '');
  return (
    <Container>
      <SpaceBetween size="l">
        <FormField label="Target version" errorText={complaints.targetVersion}>
          <Select
            options={choices}
            selectedOption={choices.find(({ value }) => value === draft.targetVersion) ?? null}
            onChange={({ detail }) => onChange({ targetVersion: detail.selectedOption.value ?? '' })}
            placeholder="Choose a version"
            filteringType="auto"
            filteringAriaLabel="Find a version"
            statusType={isLoading ? 'loading' : 'finished'}
            empty="The catalogue has no active version for these agents."
          />
        </FormField>
        <TextField {...props} name="changeTicket" label="Change ticket" hint="Such as CHG-1042. May be empty." />
        <TextField {...props} name="note" label="Note" hint="Your own words, shown with the job. May be empty." />
      </SpaceBetween>
    </Container>
  );
}
