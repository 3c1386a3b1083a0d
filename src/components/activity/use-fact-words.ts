import { useFormatter, useTranslations } from "next-intl";
import type { ToldFact } from "#lib/activity/list-activity.ts";
import { workspaceScopes } from "#lib/api-keys/scopes.ts";
import type { FactChange } from "#lib/audit/diff-facts.ts";
import { planOfTier } from "#lib/billing/plans.ts";
import { parseFeature, parseLimitName, parseTier } from "#lib/entitlements/tiers.ts";

/** A fact of an entry as people read it; a value of another version as it is spelled. */
export function useFactWords(): (fact: ToldFact) => FactChange {
  const t = useTranslations("activity.facts");
  const wordOf = useValueWord();
  return ({ name, before, after }) => ({
    name: t(name),
    before: before === null ? null : wordOf(name, before),
    after: after === null ? null : wordOf(name, after),
  });
}

function useValueWord(): (name: ToldFact["name"], value: string) => string {
  const words = useNamedValues();
  const format = useFormatter();
  return (name, value) => {
    switch (name) {
      case "tier":
      case "effect":
      case "feature":
      case "limit":
      case "scopes":
        return words[name](value);
      case "grantedUntil":
      case "trialEndsAt":
      case "endsAt":
        return dayOf(value);
      case "days":
      case "value":
      case "suspendedCodes":
        return Number.isFinite(Number(value)) ? format.number(Number(value)) : value;
      case "prefix":
        return `${value}…`;
    }
  };

  function dayOf(value: string): string {
    const at = new Date(value);
    if (Number.isNaN(at.getTime())) return value;
    return `${format.dateTime(at, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" })} UTC`;
  }
}

/** The values that have a name in the reader's language. */
function useNamedValues() {
  const t = useTranslations("activity");
  const plan = useTranslations("billing.plans");
  const tier = useTranslations("admin.tiers");
  const feature = useTranslations("admin.features");
  const limit = useTranslations("admin.limits");
  const scope = useTranslations("api_keys.scopes");
  const scopeWord = (name: string) => {
    const known = workspaceScopes.find((one) => one === name);
    return known ? scope(known) : name;
  };
  return {
    tier: (value: string) => {
      const known = parseTier(value);
      const sold = known && planOfTier(known);
      return sold ? plan(sold.name) : known ? tier(known) : value;
    },
    effect: (value: string) => (value === "grant" || value === "deny" ? t(`effects.${value}`) : value),
    feature: (value: string) => {
      const known = parseFeature(value);
      return known ? feature(known) : value;
    },
    limit: (value: string) => {
      const known = parseLimitName(value);
      return known ? limit(known) : value;
    },
    scopes: (value: string) => (value.match(/\w+:\w+/g) ?? []).map(scopeWord).join(", ") || value,
  };
}
