import { useTranslations } from "next-intl";
import { ChoiceFilter, DayFilters, FilterForm, TextFilter } from "#components/admin/filter-form.tsx";
import { deliveryStates, type DeliveryFilters as Filters } from "#lib/console/webhooks/validation.ts";
import { routes } from "#shared/routes.ts";

type Props = { filters: Filters; isNarrowed: boolean; types: readonly string[] };

export function DeliveryFilters({ filters, isNarrowed, types }: Props) {
  const t = useTranslations("admin.webhooks");
  const { state, type, customer, error, from, to } = filters;
  const any = t("any");
  // One that is asked for stays chosen, also where none was delivered.
  const choices = type === null || types.includes(type) ? types : [type, ...types];
  return (
    <FilterForm href={routes.adminWebhooks()} isNarrowed={isNarrowed}>
      <ChoiceFilter
        {...{ name: "state", label: t("state"), any, choices: deliveryStates, value: state }}
        nameOf={(one) => t(`states.${one}`)}
      />
      <ChoiceFilter
        {...{ name: "type", label: t("type"), any, choices, value: type }}
        nameOf={(one) => one}
      />
      <TextFilter name="customer" label={t("customer")} value={customer} hint="cus_…" />
      <TextFilter name="error" label={t("error")} value={error} hint={t("error_hint")} />
      <DayFilters from={from} to={to} />
    </FilterForm>
  );
}
