import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { FilterForm } from "./filter-form.tsx";

type Props = {
  href: string;
  q: string;
  hint: string;
  /** Whether the list is narrowed by anything, so that there is something to clear. */
  isNarrowed: boolean;
  /** The other filters. */
  children?: ReactNode;
};

/** Filters above a list, the first of which is what somebody types. */
export function SearchForm({ href, q, hint, isNarrowed, children }: Props) {
  const t = useTranslations("admin.list");
  return (
    <FilterForm href={href} isNarrowed={isNarrowed}>
      <Field name="q" label={t("search")} className="min-w-48 flex-1">
        {(control) => (
          <Input {...control} type="search" defaultValue={q} maxLength={100} placeholder={hint} />
        )}
      </Field>
      {children}
    </FilterForm>
  );
}
