import { useLocale, useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { type Month, monthOf, monthsUntil } from "#lib/revenue/months.ts";
import { routes } from "#shared/routes.ts";
import { useRevenueTexts } from "./use-revenue-texts.ts";

const monthsOffered = 36;

/** A plain GET form: the month stands in the address and works without scripts. */
export function MonthPicker({ month, now }: { month: Month; now: Date }) {
  const t = useTranslations("admin.revenue");
  const { monthText } = useRevenueTexts();
  const offered = monthsUntil(monthOf(now), monthsOffered).toReversed();
  const months = offered.includes(month) ? offered : [...offered, month];
  return (
    <form
      action={getPathname({ href: routes.adminRevenue, locale: useLocale() })}
      className="flex flex-wrap items-end gap-3"
    >
      <Field name="month" label={t("month")} className="min-w-48">
        {(control) => (
          <Select {...control} defaultValue={month}>
            {months.map((each) => (
              <option key={each} value={each}>
                {monthText(each)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit">{t("show")}</Button>
    </form>
  );
}
