import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { getPathname } from "#i18n/navigation.ts";

type Props = {
  href: string;
  find: string;
  label: string;
  hint: string;
  found: readonly unknown[];
  children?: ReactNode;
};

/** Looks up whom a form is to be for; like every filter it stands in the address. */
export function FindForm({ href, find, label, hint, found, children }: Props) {
  const t = useTranslations("admin.find");
  return (
    <search>
      <form
        action={getPathname({ href, locale: useLocale() })}
        className="flex max-w-2xl flex-wrap items-end gap-3"
      >
        {children}
        <Field name="find" label={label} hint={hint} className="min-w-56 flex-1">
          {(control) => <Input {...control} type="search" defaultValue={find} maxLength={100} />}
        </Field>
        <Button type="submit" icon="search" className="self-start sm:mt-7">
          {t("action")}
        </Button>
      </form>
      {find !== "" && found.length === 0 && (
        <p role="status" className="mt-6">
          {t("nothing")}
        </p>
      )}
    </search>
  );
}
