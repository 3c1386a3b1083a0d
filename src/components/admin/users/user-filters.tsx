import { useTranslations } from "next-intl";
import { ChoiceFilter, DayFilters } from "#components/admin/filter-form.tsx";
import { SearchForm } from "#components/admin/search-form.tsx";
import { useTierChoice } from "#components/admin/use-tier-choice.ts";
import { accountStates, platformRoles, type UsersFilters } from "#lib/console/users/users-validation.ts";
import { sources } from "#lib/entitlements/resolve.ts";
import { tiers } from "#lib/entitlements/tiers.ts";
import { routes } from "#shared/routes.ts";

type Props = { filters: UsersFilters; isNarrowed: boolean };

export function UserFilters({ filters, isNarrowed }: Props) {
  const t = useTranslations("admin.users");
  const words = useTranslations("admin");
  const choiceOf = useTierChoice();
  const { q, tier, source, state, role, from, to } = filters;
  const any = t("any");
  return (
    <SearchForm href={routes.adminUsers()} q={q} hint={t("search_hint")} isNarrowed={isNarrowed}>
      <ChoiceFilter
        {...{ name: "tier", label: t("tier"), any, choices: tiers, value: tier }}
        nameOf={choiceOf}
      />
      <ChoiceFilter
        {...{ name: "source", label: t("source"), any, choices: sources, value: source }}
        nameOf={(one) => words(`sources.${one}`)}
      />
      <ChoiceFilter
        {...{ name: "state", label: t("state"), any, choices: accountStates.toReversed(), value: state }}
        nameOf={(one) => t(`states.${one}`)}
      />
      <ChoiceFilter
        {...{ name: "role", label: t("role"), any, choices: platformRoles, value: role }}
        nameOf={(one) => t(`roles.${one}`)}
      />
      <DayFilters from={from} to={to} labels={{ from: t("from"), to: t("to") }} />
    </SearchForm>
  );
}
