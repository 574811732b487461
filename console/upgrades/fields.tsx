import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import Textarea from '@cloudscape-design/components/textarea';
import type { Choice } from './choices.ts';
import type { Draft } from './draft.ts';
import type { StepProps } from './step.ts';

/** Fields of the draft that hold a text. */
type TextName = { [Name in keyof Draft]: string extends Draft[Name] ? Name : never }[keyof Draft];

interface TextFieldProps extends StepProps {
  readonly name: TextName;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  /** Lines that are shown; one unless given. */
  readonly rows?: number;
}

/** A text of the draft, with what is wrong with it. */
export function TextField(props: TextFieldProps) {
  const { name, label, hint, placeholder, rows = 1, draft, complaints, onChange } = props;
  const control = {
    value: draft[name],
    onChange: ({ detail }: { readonly detail: { readonly value: string } }) => onChange({ [name]: detail.value }),
    ...(placeholder !== undefined && { placeholder }),
  };
  return (
    <FormField label={label} description={hint} errorText={complaints[name]}>
      {rows > 1 ? <Textarea {...control} rows={rows} /> : <Input {...control} />}
    </FormField>
  );
}

/** The option of a closed list that a field was set to. */
export const chosen = <Option extends { readonly value: string }>(
  options: readonly Option[],
  value: string | undefined,
): Option | undefined => options.find((option) => option.value === value);

interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}

export function ChoiceField<Value extends string>({ label, hint, choices, value, onChoose }: ChoiceFieldProps<Value>) {
  return (
    <FormField label={label} description={hint}>
      <Select
        options={choices}
        selectedOption={chosen(choices, value) ?? null}
        onChange={({ detail }) => {
          const choice = chosen(choices, detail.selectedOption.value);
          if (choice !== undefined) onChoose(choice.value);
        }}
      />
    </FormField>
  );
}
