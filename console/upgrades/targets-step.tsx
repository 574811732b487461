import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useApi } from '../api/api.ts';
import type { Draft } from './draft.ts';
import { TextField } from './fields.tsx';
import { type Match, MatchWords } from './match.tsx';
import type { StepProps } from './step.ts';

const ANY = { value: '', label: 'Any type' };

const isKind = (value: string): value is Draft['by'] => value === 'names' || value === 'selector';

/** Whom the upgrade is for. */
export function TargetsStep({ draft, complaints, onChange, match }: StepProps & { match: Match }) {
  return (
    <Container>
      <SpaceBetween size="l">
        <FormField label="Which agents">
          <RadioGroup
            value={draft.by}
            onChange={({ detail }) => isKind(detail.value) && onChange({ by: detail.value })}
            items={[
              { value: 'names', label: 'By name', description: 'Up to 10,000 agents.' },
              {
                value: 'selector',
                label: 'By type, tags and version',
                description: 'However many match when it begins.',
              },
            ]}
          />
        </FormField>
        {draft.by === 'names' ? (
          <FormField
            label="Names"
            description="Separated by commas, spaces or lines."
            errorText={complaints.names}
            stretch
          >
            <Textarea value={draft.names} rows={6} onChange={({ detail }) => onChange({ names: detail.value })} />
          </FormField>
        ) : (
          <SelectorFields draft={draft} complaints={complaints} onChange={onChange} />
        )}
        <MatchWords match={match} draft={draft} />
      </SpaceBetween>
    </Container>
  );
}

function SelectorFields(props: StepProps) {
  const { draft, complaints, onChange } = props;
  const { query } = useApi();
  const { data, isLoading } = query.useQuery('get', '/api/v1/versions', { params: { query: { limit: 250 } } });
  const types = [...new Set([...(data?.items ?? []).map(({ agentType }) => agentType), draft.agentType])].filter(
    Boolean,
  );
  const options = [ANY, ...types.map((value) => ({ value, label: value }))];
  return (
    <SpaceBetween size="l">
      <FormField label="Type" errorText={complaints.agentType}>
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === draft.agentType) ?? ANY}
          statusType={isLoading ? 'loading' : 'finished'}
          onChange={({ detail }) => onChange({ agentType: detail.selectedOption.value ?? '' })}
        />
      </FormField>
      <TextField
        {...props}
        name="tags"
        label="Tags"
        hint="As name=value, separated by commas or lines; an agent must have all of them."
        placeholder="site=berlin"
        rows={2}
      />
      <TextField
        {...props}
        name="below"
        label="Below version"
        hint="Only agents that run an older one; empty for all."
        placeholder="1.5.0"
      />
    </SpaceBetween>
  );
}
