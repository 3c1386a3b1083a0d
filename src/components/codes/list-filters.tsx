import { useLocale, useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { codeStatuses } from "#lib/codes/code.ts";
import { codeSorts, type ListQuery } from "#lib/codes/list-query.ts";
import { routes } from "#shared/routes.ts";

/** A plain GET form: the filters stand in the address, can be bookmarked and work without scripts. */
export function ListFilters({ query }: { query: ListQuery }) {
  const t = useTranslations("codes.list");
  const status = useTranslations("codes.status");
  const action = getPathname({ href: routes.dashboard, locale: useLocale() });
  return (
    <search>
      <form action={action} className="flex flex-wrap items-end gap-3">
        <Field name="q" label={t("search")} className="min-w-48 flex-1">
          {(control) => (
            <Input
              {...control}
              type="search"
              defaultValue={query.q}
              maxLength={200}
              placeholder={t("search_hint")}
            />
          )}
        </Field>
        <Field name="status" label={t("status")} className="min-w-32 flex-1 sm:flex-none">
          {(control) => (
            <Select {...control} defaultValue={query.status ?? ""}>
              <option value="">{t("any_status")}</option>
              {codeStatuses.map((value) => (
                <option key={value} value={value}>
                  {status(value)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field name="sort" label={t("sort")} className="min-w-32 flex-1 sm:flex-none">
          {(control) => (
            <Select {...control} defaultValue={query.sort}>
              {codeSorts.map((value) => (
                <option key={value} value={value}>
                  {t(`sort_${value}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" icon="search">
          {t("apply")}
        </Button>
      </form>
    </search>
  );
}
