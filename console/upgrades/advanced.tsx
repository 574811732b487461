import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { downgrades, offlines, weekdays } from './choices.ts';
import type { Draft } from './draft.ts';
import { ChoiceField, TextField } from './fields.tsx';
import type { StepProps } from './step.ts';

/** Fields of this section: it opens where one of them is complained of. */
const fields: readonly (keyof Draft)[] = [
  'startAt',
  'windowDays',
  'windowStart',
  'windowMinutes',
  'windowZone',
  'alarms',
  'limitedTag',
  'tagLimit',
  'waitHours',
];

/** What few upgrades need: when it may run, what it waits for, and what becomes of unusual agents. */
export function Advanced(props: StepProps) {
  const [isOpen, setOpen] = useState(false);
  const isComplainedOf = fields.some((field) => props.complaints[field] !== undefined);
  return (
    <ExpandableSection
      variant="container"
      headerText="Advanced"
      headerDescription="When it may run, what it waits for, and what becomes of unusual agents."
      expanded={isOpen || isComplainedOf}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      <SpaceBetween size="l">
        <TextField
          {...props}
          name="startAt"
          label="Start at"
          hint="A time with its offset; at once where it is empty."
          placeholder="2026-03-01T22:00:00Z"
        />
        <MaintenanceWindow {...props} />
        <TextField
          {...props}
          name="alarms"
          label="Alarms"
          hint="Names of CloudWatch alarms, one a line. No wave begins while one of them is in ALARM."
          rows={2}
        />
        <ColumnLayout columns={2}>
          <TextField
            {...props}
            name="limitedTag"
            label="Limit by tag"
            hint="The name of a tag, such as site. Empty for no such limit."
          />
          <TextField {...props} name="tagLimit" label="Agents at once with the same value of the tag" />
        </ColumnLayout>
        <Unusual {...props} />
      </SpaceBetween>
    </ExpandableSection>
  );
}

function MaintenanceWindow(props: StepProps) {
  const { draft, complaints, onChange } = props;
  const setDay = (day: Draft['windowDays'][number], isIn: boolean) =>
    onChange({
      windowDays: weekdays
        .map(({ value }) => value)
        .filter((value) => (value === day ? isIn : draft.windowDays.includes(value))),
    });
  return (
    <SpaceBetween size="s">
      <Checkbox checked={draft.isWindowed} onChange={({ detail }) => onChange({ isWindowed: detail.checked })}>
        Send only in a maintenance window
      </Checkbox>
      {draft.isWindowed && (
        <SpaceBetween size="s">
          <FormField label="Days on which it opens" errorText={complaints.windowDays}>
            <SpaceBetween direction="horizontal" size="m">
              {weekdays.map(({ value, label }) => (
                <Checkbox
                  key={value}
                  checked={draft.windowDays.includes(value)}
                  onChange={({ detail }) => setDay(value, detail.checked)}
                >
                  {label}
                </Checkbox>
              ))}
            </SpaceBetween>
          </FormField>
          <ColumnLayout columns={3}>
            <TextField {...props} name="windowStart" label="Opens at" hint="By the clock on the wall." />
            <TextField {...props} name="windowMinutes" label="Open for (minutes)" hint="It may cross midnight." />
            <TextField {...props} name="windowZone" label="Time zone" hint="Such as Europe/Berlin." />
          </ColumnLayout>
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}

function Unusual(props: StepProps) {
  const { draft, onChange } = props;
  return (
    <SpaceBetween size="l">
      <ColumnLayout columns={2}>
        <ChoiceField
          label="Agents that are offline"
          choices={offlines}
          value={draft.offline}
          onChoose={(offline) => onChange({ offline })}
        />
        {draft.offline === 'wait' && (
          <TextField {...props} name="waitHours" label="Wait for (hours)" hint="1 to 48; empty for 48." />
        )}
      </ColumnLayout>
      <ChoiceField
        label="Agents that run a newer version"
        choices={downgrades}
        value={draft.downgrade}
        onChoose={(downgrade) => onChange({ downgrade })}
      />
      <Checkbox checked={draft.isReinstall} onChange={({ detail }) => onChange({ isReinstall: detail.checked })}>
        Reinstall where the version runs already
      </Checkbox>
    </SpaceBetween>
  );
}
