import { useTranslations } from "next-intl";
import { TextLink } from "#components/ui/text-link.tsx";
import { currencies } from "#lib/billing/plans.ts";
import { type Converted, convert, type Rate } from "#lib/revenue/convert.ts";
import type { MrrFigures, Revenue } from "#lib/revenue/revenue.ts";
import { routes } from "#shared/routes.ts";
import { FigurePanel } from "./figure-panel.tsx";
import { RateForm } from "./rate-form.tsx";
import { useRevenueTexts } from "./use-revenue-texts.ts";

type Props = {
  revenue: Revenue;
  mrr: MrrFigures;
  rates: readonly Rate[];
  /** What sums are wished in; null for none. */
  into: string | null;
  today: string;
};

/** Sums of several currencies as one, where there is a rate for each; with the rates and their days. */
export function OneCurrencyPanel({ revenue, mrr, rates, into, today }: Props) {
  const t = useTranslations("admin.revenue");
  const net = revenue.total.map(({ currency, netMinor }) => ({ currency, minor: netMinor }));
  return (
    <FigurePanel title={t("rates.title")} definition={t("definitions.rates")}>
      <div className="grid gap-5 p-4 sm:p-5">
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          {currencies.map((currency) => (
            <TextLink
              key={currency}
              href={routes.adminRevenueFor({ month: revenue.month, into: currency })}
              aria-current={currency === into ? "true" : undefined}
              className={currency === into ? "font-semibold" : undefined}
            >
              {t("rates.show_in", { currency: currency.toUpperCase() })}
            </TextLink>
          ))}
        </p>
        {into !== null && (
          <dl className="grid gap-3 sm:grid-cols-2">
            <Sum label={t("rates.month")} sum={convert(net, into, rates)} />
            <Sum label={t("rates.mrr")} sum={convert(mrr.total, into, rates)} />
          </dl>
        )}
        <RateForm today={today} />
      </div>
    </FigurePanel>
  );
}

function Sum({ label, sum }: { label: string; sum: Converted | null }) {
  const t = useTranslations("admin.revenue");
  const { money, format } = useRevenueTexts();
  const rateText = ({ currency, into, rateMicros, day, source }: Rate) =>
    t("rates.used", {
      ...{ currency: currency.toUpperCase(), into: into.toUpperCase(), day, source },
      rate: format.number(Number(rateMicros) / 1_000_000, { maximumFractionDigits: 6 }),
    });
  return (
    <div className="grid content-start gap-1 border-s border-ink ps-3">
      <dt className="caption">{label}</dt>
      <dd className="figure text-xl">{sum === null ? t("rates.missing") : money(sum.minor, sum.into)}</dd>
      {sum?.rates.map((rate) => (
        <dd key={rate.currency} className="text-sm text-ink-soft">
          {rateText(rate)}
        </dd>
      ))}
    </div>
  );
}
