import { useTranslations } from "next-intl";
import { ButtonLink } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Icon } from "#components/ui/icons.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Tier } from "#lib/entitlements/tiers.ts";
import type { QuotaState } from "#lib/usage/quota.ts";
import { routes } from "#shared/routes.ts";
import { useQuotaText } from "./quota-text.ts";

/**
 * Stands where a quota is over its limit: what is used, what goes on for how long, and the way to
 * more. Nothing while the quota is open.
 */
export function QuotaNotice({ quota, tier }: { quota: QuotaState; tier: Tier }) {
  const t = useTranslations("usage");
  const { stateText, planWithMore } = useQuotaText(tier);
  const { meter, state } = quota;
  if (state === "open") return null;
  const plan = planWithMore(quota);
  const isBlocked = state === "blocked";
  return (
    <section
      aria-label={t("notice", { meter: t(`meters.${meter}`) })}
      className={classNames(
        "grid gap-3 border-s-4 px-4 py-3.5",
        isBlocked ? "border-magenta bg-magenta-wash" : "border-yellow bg-yellow-wash",
      )}
    >
      <p className="flex gap-2.5 font-semibold">
        <Icon name={isBlocked ? "warning" : "info"} size={18} className="mt-[3px] shrink-0" />
        {t(`stages.${state}`)}
      </p>
      <p className="max-w-[80ch]">{stateText(quota)}</p>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {plan && (
          <ButtonLink href={routes.billing} variant="primary">
            {t("upgrade", { plan })}
          </ButtonLink>
        )}
        <TextLink href={routes.usage}>{t("see")}</TextLink>
      </div>
    </section>
  );
}
