import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
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

/** The days that a list is narrowed to, in UTC, both included. */
export function DayFilters({ from, to }: { from: Date | null; to: Date | null }) {
  const t = useTranslations("admin.days");
  const days = { from, to };
  return (["from", "to"] as const).map((end) => (
    <Field key={end} name={end} label={t(end)} className="min-w-40 flex-1 sm:flex-none">
      {(control) => <Input {...control} type="date" defaultValue={days[end] ? showDay(days[end]) : ""} />}
    </Field>
  ));
}
