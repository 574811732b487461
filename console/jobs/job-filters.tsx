import Button from '@cloudscape-design/components/button';
import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import { FilterFields } from './filter-fields.tsx';
import { type JobFilterField, jobFilterChoices, withFilter } from './job-filter.ts';

interface JobFiltersProps {
  readonly search: URLSearchParams;
  readonly onChange: (search: URLSearchParams) => void;
}

const labels: Readonly<Record<JobFilterField, string>> = {
  status: 'Status',
  phase: 'Phase',
  targetVersion: 'Version',
  requestedBy: 'Asked for by',
  parentJobId: 'Follows job',
  createdAfter: 'From (UTC)',
  createdBefore: 'Until (UTC)',
};

/** What the list is limited to; each field by itself, and none of them at once. */
export function JobFilters({ search, onChange }: JobFiltersProps) {
  const set = (field: JobFilterField) => (value: string) => onChange(withFilter(search, field, value));
  const value = (field: JobFilterField) => search.get(field) ?? '';
  return (
    <FilterFields>
      <Choice field="status" value={value('status')} onChange={set('status')} />
      <Choice field="phase" value={value('phase')} onChange={set('phase')} />
      <Text
        key={`v${value('targetVersion')}`}
        field="targetVersion"
        value={value('targetVersion')}
        onChange={set('targetVersion')}
      />
      <Text
        key={`r${value('requestedBy')}`}
        field="requestedBy"
        value={value('requestedBy')}
        onChange={set('requestedBy')}
      />
      <Day field="createdAfter" value={value('createdAfter')} onChange={set('createdAfter')} />
      <Day field="createdBefore" value={value('createdBefore')} onChange={set('createdBefore')} />
      <Button onClick={() => onChange(new URLSearchParams())} disabled={search.size === 0}>
        Clear filters
      </Button>
    </FilterFields>
  );
}

interface FieldProps<Field extends JobFilterField> {
  readonly field: Field;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const ANY = { value: '', label: 'Any' };

function Choice({ field, value, onChange }: FieldProps<keyof typeof jobFilterChoices>) {
  const options = [ANY, ...jobFilterChoices[field].map((choice) => ({ value: choice, label: choice }))];
  return (
    <FormField label={labels[field]}>
      <Select
        selectedOption={options.find((option) => option.value === value) ?? ANY}
        options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  );
}

/** Asked for when it is finished, with Enter or by leaving the field: the API compares whole words. */
function Text({ field, value, onChange }: FieldProps<JobFilterField>) {
  const [text, setText] = useState(value);
  const finish = () => text.trim() !== value && onChange(text.trim());
  return (
    <FormField label={labels[field]}>
      <Input
        value={text}
        onChange={({ detail }) => setText(detail.value)}
        onBlur={finish}
        onKeyDown={({ detail }) => detail.key === 'Enter' && finish()}
      />
    </FormField>
  );
}

function Day({ field, value, onChange }: FieldProps<'createdAfter' | 'createdBefore'>) {
  return (
    <FormField label={labels[field]}>
      <DatePicker
        value={value}
        placeholder="YYYY-MM-DD"
        format="iso"
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
