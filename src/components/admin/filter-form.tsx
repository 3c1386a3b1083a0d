import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { showDay } from "#lib/console/day-filter.ts";

type Props = {
  href: string;
  /** Whether the list is narrowed by anything, so that there is something to clear. */
  isNarrowed: boolean;
  children: ReactNode;
};

/** A plain GET form above a list: its filters stand in the address and work without scripts. */
export function FilterForm({ href, isNarrowed, children }: Props) {
  const t = useTranslations("admin.list");
  return (
    <search>
      <form
        action={getPathname({ href, locale: useLocale() })}
        className="flex flex-wrap items-end gap-3 border-b border-hairline px-4 py-3 sm:px-5"
      >
        {children}
        <Button type="submit" icon="search">
          {t("apply")}
        </Button>
        {isNarrowed && <ButtonLink href={href}>{t("clear")}</ButtonLink>}
      </form>
    </search>
  );
}

type TextFilterProps = { name: string; label: string; value: string; hint?: string };

export function TextFilter({ name, label, value, hint }: TextFilterProps) {
  return (
    <Field name={name} label={label} className="min-w-40 flex-1">
      {(control) => <Input {...control} defaultValue={value} maxLength={300} placeholder={hint} />}
    </Field>
  );
}

type ChoiceFilterProps<Choice extends string> = {
  name: string;
  label: string;
  /** The words for none of them; left out where one is always chosen. */
  any?: string;
  choices: readonly Choice[];
  value: Choice | null;
  nameOf: (choice: Choice) => string;
};

/** One of a few. */
export function ChoiceFilter<Choice extends string>(props: ChoiceFilterProps<Choice>) {
  const { name, label, any, choices, value, nameOf } = props;
  return (
    <Field name={name} label={label} className="min-w-36 flex-1 sm:flex-none">
      {(control) => (
        <Select {...control} defaultValue={value ?? ""}>
          {any && <option value="">{any}</option>}
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

type DayFiltersProps = {
  from: Date | null;
  to: Date | null;
  /** What the days are of, where that is not plain. */
  labels?: { from: string; to: string };
};

/** The days that a list is narrowed to, in UTC, both included. */
export function DayFilters({ from, to, labels }: DayFiltersProps) {
  const t = useTranslations("admin.days");
  const days = { from, to };
  return (["from", "to"] as const).map((end) => (
    <Field key={end} name={end} label={labels?.[end] ?? t(end)} className="min-w-40 flex-1 sm:flex-none">
      {(control) => <Input {...control} type="date" defaultValue={days[end] ? showDay(days[end]) : ""} />}
    </Field>
  ));
}
