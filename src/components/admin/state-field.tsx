import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";

type Props<State extends string> = {
  label: string;
  any: string;
  states: readonly State[];
  value: State | null;
  nameOf: (state: State) => string;
};

/** A list's filter by state. */
export function StateField<State extends string>({ label, any, states, value, nameOf }: Props<State>) {
  return (
    <Field name="state" label={label} className="min-w-36 flex-1 sm:flex-none">
      {(control) => (
        <Select {...control} defaultValue={value ?? ""}>
          <option value="">{any}</option>
          {states.map((state) => (
            <option key={state} value={state}>
              {nameOf(state)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
