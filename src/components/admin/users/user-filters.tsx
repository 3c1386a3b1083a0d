import { useTranslations } from "next-intl";
import { SearchForm } from "#components/admin/search-form.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { showDay } from "#lib/console/day-filter.ts";
import { accountStates, platformRoles, type UsersFilters } from "#lib/console/users/users-validation.ts";
import { sources } from "#lib/entitlements/resolve.ts";
import { tiers } from "#lib/entitlements/tiers.ts";
import { routes } from "#shared/routes.ts";
import { ChoiceField } from "./choice-field.tsx";

type Props = { filters: UsersFilters; isNarrowed: boolean };

export function UserFilters({ filters, isNarrowed }: Props) {
  const t = useTranslations("admin.users");
  const words = useTranslations("admin");
  const { q, tier, source, state, role } = filters;
  const any = t("any");
  return (
    <SearchForm href={routes.adminUsers()} q={q} hint={t("search_hint")} isNarrowed={isNarrowed}>
      <ChoiceField
        {...{ name: "tier", label: t("tier"), any, choices: tiers, value: tier }}
        nameOf={(one) => words(`tiers.${one}`)}
      />
      <ChoiceField
        {...{ name: "source", label: t("source"), any, choices: sources, value: source }}
        nameOf={(one) => words(`sources.${one}`)}
      />
      <ChoiceField
        {...{ name: "state", label: t("state"), any, choices: accountStates.toReversed(), value: state }}
        nameOf={(one) => t(`states.${one}`)}
      />
      <ChoiceField
        {...{ name: "role", label: t("role"), any, choices: platformRoles, value: role }}
        nameOf={(one) => t(`roles.${one}`)}
      />
      {(["from", "to"] as const).map((end) => (
        <Field key={end} name={end} label={t(end)} className="min-w-40 flex-1 sm:flex-none">
          {(control) => (
            <Input {...control} type="date" defaultValue={filters[end] ? showDay(filters[end]) : ""} />
          )}
        </Field>
      ))}
    </SearchForm>
  );
}
