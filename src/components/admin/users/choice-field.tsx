import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";

type Props<Choice extends string> = {
  name: string;
  label: string;
  any: string;
  choices: readonly Choice[];
  value: Choice | null;
  nameOf: (choice: Choice) => string;
};

/** One of a list's filters, of which nothing need be chosen. */
export function ChoiceField<Choice extends string>(props: Props<Choice>) {
  const { name, label, any, choices, value, nameOf } = props;
  return (
    <Field name={name} label={label} className="min-w-32 flex-1 sm:flex-none">
      {(control) => (
        <Select {...control} defaultValue={value ?? ""}>
          <option value="">{any}</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {nameOf(choice)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
