import { useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { readChoice } from "#lib/billing/buying/choose-currency.ts";
import type { Currency } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import type { FreeCover } from "./free-cover.ts";
import { UpgradeForm } from "./upgrade-form.tsx";

type Props = {
  choice: ReturnType<typeof readChoice>;
  /** What makes a payment needless for now; null for nothing. */
  cover: FreeCover | null;
  hasEnded: boolean;
  currency: Currency;
  isCurrencyFixed: boolean;
};

/** The way to a paid plan; folded away while the workspace has one for free, unless a plan was chosen. */
export function Purchase({ choice, cover, hasEnded, currency, isCurrencyFixed }: Props) {
  const t = useTranslations("billing");
  const enterprise = useTranslations("pricing.enterprise");
  const plan = choice.plan ?? "pro";
  const name = { plan: t(`plans.${plan}`) };
  const form = (
    <div className="grid gap-5">
      {plan === "enterprise" && <p className="max-w-[70ch]">{enterprise("text")}</p>}
      <p className="max-w-[70ch]">
        {t("upgrade_text")} <TextLink href={routes.pricingFor(choice)}>{t("compare")}</TextLink>
      </p>
      <UpgradeForm
        plan={plan}
        interval={choice.interval ?? "month"}
        currency={currency}
        isCurrencyFixed={isCurrencyFixed}
        code={choice.code}
      />
    </div>
  );
  if (cover === null) {
    return (
      <Panel title={t(hasEnded ? "again_title" : "upgrade_title", name)} hasMarks>
        {form}
      </Panel>
    );
  }
  return (
    <Panel title={t("covered.title")}>
      <div className="grid gap-4">
        <p className="max-w-[70ch]">{t(`covered.${cover}`)}</p>
        <details open={choice.plan !== undefined || choice.code !== undefined}>
          <summary className="inline-block underline decoration-rule underline-offset-4 hover:decoration-ink">
            {t("covered.buy", name)}
          </summary>
          <div className="mt-5">{form}</div>
        </details>
      </div>
    </Panel>
  );
}
