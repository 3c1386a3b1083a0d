import { useFormatter, useTranslations } from "next-intl";
import { moneyText } from "#components/billing/money-text.ts";
import { useDiscountText } from "#components/billing/use-discount-text.ts";
import { CmykStrip } from "#components/brand/cmyk-strip.tsx";
import { RegistrationMark } from "#components/brand/registration-mark.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { yearlySavingMinor } from "#lib/billing/buying/yearly-saving.ts";
import { amountMinorOf, type PlanName, plans } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";
import { BuyButton, type Prices } from "./buy-button.tsx";
import { DiscountBar } from "./discount-bar.tsx";
import { PlanCard } from "./plan-card.tsx";
import { featuresAdded } from "./plan-contents.ts";
import { PlanLimits } from "./plan-limits.tsx";
import { EndlessSheet, TenUpSheet } from "./plan-sheets.tsx";
import { PriceSwitch } from "./price-switch.tsx";

const monthsPerYear = 12;

/** The price list as one press sheet: ten codes fit on a sheet, Pro prints on and on. */
export function PriceSheet(prices: Prices) {
  const { interval, currency, reader, discount } = prices;
  const t = useTranslations("pricing");
  const mark = (plan: PlanName) => {
    if (reader?.plan !== plan) return null;
    return t(reader.isTrying ? "trying" : "yours");
  };
  return (
    <section className="mx-auto w-full max-w-[84rem] px-4 pt-4 pb-6 sm:px-8 sm:pt-6">
      <div className="crop-marks border border-hairline bg-paper">
        <div aria-hidden="true" className="overflow-hidden">
          <div className="ruler-x" />
        </div>
        <div className="grid gap-x-12 gap-y-8 px-5 pt-8 pb-8 sm:px-10 sm:pt-12 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-end">
          <div>
            <h1 className="display text-[clamp(2.25rem,5vw,4.25rem)]">
              {t.rich("headline", {
                line: (chunks) => <span className="block">{chunks}</span>,
                mark: (chunks) => <span className="register">{chunks}</span>,
              })}
            </h1>
            <p className="mt-5 max-w-[52ch] text-lg text-ink-soft">{t("lead")}</p>
          </div>
          <PriceSwitch
            interval={interval}
            currency={currency}
            isCurrencyFixed={reader?.isCurrencyFixed ?? false}
            code={discount.code}
          />
        </div>
        {(discount.code !== undefined || reader?.canBuy) && <DiscountBar {...prices} />}
        <div className="grid border-t border-ink md:grid-cols-2 md:divide-x md:divide-hairline">
          <FreeCard {...prices} mark={mark("free")} />
          <ProCard {...prices} mark={mark("pro")} />
        </div>
        <EnterpriseLine {...prices} mark={mark("enterprise")} />
        <div
          aria-hidden="true"
          className="flex items-center justify-between gap-4 border-t border-hairline px-5 py-2.5 sm:px-10"
        >
          <CmykStrip />
          <RegistrationMark size={20} className="text-ink-soft" />
        </div>
      </div>
    </section>
  );
}

type PlanProps = Prices & { mark: string | null };

function FreeCard({ mark, currency, reader }: PlanProps) {
  const t = useTranslations("pricing");
  const format = useFormatter();
  return (
    <PlanCard
      name={t("free.name")}
      mark={mark}
      sheet={<TenUpSheet />}
      sheetCaption={t("free.sheet")}
      price={moneyText(format, 0, currency)}
      note={t("free.price_note")}
      lines={[
        useCodesText("free"),
        ...(["destination", "scans", "files", "pausing"] as const).map((key) => t(`free.${key}`)),
        ...featuresAdded("free", null).map((feature) => t(`features.${feature}`)),
      ]}
      limits={<PlanLimits plan="free" />}
      action={
        <ButtonLink href={reader ? routes.dashboard : routes.signUp} size="lg">
          {t(reader ? "free.signed_in" : "free.action")}
        </ButtonLink>
      }
    />
  );
}

function ProCard({ mark, ...prices }: PlanProps) {
  const { interval, currency, reader, discount } = prices;
  const t = useTranslations("pricing");
  const discounts = useTranslations("billing.discount");
  const textOf = useDiscountText();
  const format = useFormatter();
  const money = (amountMinor: number) => moneyText(format, amountMinor, currency);
  const quote = discount.quotes.pro;
  const yearly = amountMinorOf({ plan: "pro", interval: "year", currency });
  const saving = money(yearlySavingMinor("pro", currency));
  const notes = {
    month: t("or_year", { price: money(yearly), saving }),
    year: `${t("share", { share: money(Math.round(yearly / monthsPerYear)) })} ${t("saves", { saving })}`,
  };
  return (
    <PlanCard
      name={t("pro.name")}
      mark={mark}
      sheet={<EndlessSheet />}
      sheetCaption={t("pro.sheet")}
      price={money(quote?.dueMinor ?? amountMinorOf({ plan: "pro", interval, currency }))}
      regular={quote && { label: discounts("instead_of"), price: money(quote.regularMinor) }}
      per={quote ? discounts("now") : t(`per.${interval}`)}
      note={quote ? textOf(quote) : notes[interval]}
      lines={[
        useCodesText("pro"),
        t("pro.same"),
        ...featuresAdded("pro", "free").map((feature) => t(`features.${feature}`)),
        t("pro.resume"),
        t("pro.cancel"),
      ]}
      limits={<PlanLimits plan="pro" />}
      footnote={reader ? undefined : t("pro.trial")}
      action={<BuyButton {...prices} plan="pro" />}
    />
  );
}

function EnterpriseLine({ mark, ...prices }: PlanProps) {
  const { interval, currency, reader, discount } = prices;
  const t = useTranslations("pricing");
  const discounts = useTranslations("billing.discount");
  const textOf = useDiscountText();
  const format = useFormatter();
  const money = (amountMinor: number) => moneyText(format, amountMinor, currency);
  const quote = discount.quotes.enterprise;
  const price = money(amountMinorOf({ plan: "enterprise", interval, currency }));
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-10 gap-y-4 border-t border-ink px-5 py-6 sm:px-10">
      <div className="max-w-[70ch]">
        <h2 className="flex flex-wrap items-baseline gap-x-4 text-lg">
          {t("enterprise.name")}
          <span className="figure text-base font-normal text-ink-soft">
            {t("enterprise.price", { price, per: t(`per.${interval}`) })}
          </span>
          {mark && <span className="caption">{mark}</span>}
        </h2>
        {quote && (
          <p className="mt-1">
            {discounts("due", { due: money(quote.dueMinor) })} {textOf(quote)}
          </p>
        )}
        <p className="mt-1 text-ink-soft">{t("enterprise.text")}</p>
      </div>
      {reader?.plan !== "enterprise" && <BuyButton {...prices} plan="enterprise" />}
    </div>
  );
}

/** How many codes a plan holds. */
function useCodesText(plan: PlanName): string {
  const t = useTranslations("pricing.codes");
  const limit = plans[plan].limits.activeCodes;
  return limit === null ? t("unlimited") : t("limited", { limit });
}
