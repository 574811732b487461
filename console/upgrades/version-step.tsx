import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useApi } from '../api/api.ts';
import { Trouble } from '../app/trouble.tsx';
import type { StepProps } from './step.ts';
import { choicesOf } from './versions.ts';

/** Which version they are to run: one of the catalogue that is not deprecated. */
export function VersionStep({ draft, complaints, onChange }: StepProps) {
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
        <FormField label="Note" description="Your own words, such as why; shown with the job. May be empty.">
          <Input value={draft.note} onChange={({ detail }) => onChange({ note: detail.value })} />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}
