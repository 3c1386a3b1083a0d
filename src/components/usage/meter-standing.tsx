import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Tier } from "#lib/entitlements/tiers.ts";
import { isHeld } from "#lib/usage/meters.ts";
import type { MeterUsage } from "#lib/usage/usage-report.ts";
import { routes } from "#shared/routes.ts";
import { MeterBar } from "./meter-bar.tsx";
import { type QuotaStage, quotaStage } from "./quota-stage.ts";
import { dayOfYear, useQuotaText } from "./quota-text.ts";

/** Fewer whole days say too little of a month. */
const daysForForecast = 3;

type Props = { usage: MeterUsage; tier: Tier };

const tones: Record<QuotaStage, BadgeTone> = {
  unlimited: "neutral",
  absent: "neutral",
  open: "data",
  near: "notice",
  grace: "attention",
  blocked: "attention",
  full: "notice",
};

/** Where a meter stands: in a number, on its bar, in words. */
export function MeterStanding({ usage, tier }: Props) {
  const t = useTranslations("usage");
  const heading = useId();
  const stage = quotaStage(usage);
  return (
    <section aria-labelledby={heading} className="grid content-start gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h3 id={heading} className="text-lg">
          {t(`meters.${usage.meter}`)}
        </h3>
        {/* Who may only be one is not to be warned of being one. */}
        <Badge tone={usage.limit === 1 ? "neutral" : tones[stage]} hasDot>
          {t(`stages.${stage}`)}
        </Badge>
      </div>
      {(stage !== "absent" || usage.used > 0) && <Figure usage={usage} tier={tier} />}
      <Words usage={usage} tier={tier} />
    </section>
  );
}

/** The number that counts, large, and its bar where there is a limit. */
function Figure({ usage, tier }: Props) {
  const t = useTranslations("usage");
  const format = useFormatter();
  const { amountText } = useQuotaText(tier);
  const { meter, used, limit, graceLimit } = usage;
  const isLimited = limit !== null && limit > 0;
  return (
    <>
      <p className="flex items-baseline justify-between gap-3">
        <span>
          <span className="font-mono text-3xl leading-none font-medium tracking-tight [font-stretch:75%] tabular-nums">
            {format.number(used)}
          </span>
          {isLimited && <span className="figure ms-2 text-ink-soft">{t("limit", { limit })}</span>}
        </span>
        {isLimited && (
          <span className="figure text-ink-soft">
            {format.number(used / limit, { style: "percent", maximumFractionDigits: 0 })}
          </span>
        )}
      </p>
      {isLimited && (
        <MeterBar
          label={t(`meters.${meter}`)}
          valueText={amountText(usage)}
          used={used}
          limit={limit}
          graceLimit={graceLimit}
        />
      )}
    </>
  );
}

/** In words: what is left or what has happened, and how the month is likely to end. */
function Words({ usage, tier }: Props) {
  const t = useTranslations("usage");
  const format = useFormatter();
  const { stateText, planWithMore } = useQuotaText(tier);
  const { meter, used, limit, period, days, forecast } = usage;
  const stage = quotaStage(usage);
  const plan = planWithMore(usage);
  const end = format.dateTime(period.end, dayOfYear);
  return (
    <div className="grid gap-2 text-sm">
      <p>{stateText(usage)}</p>
      {plan && stage !== "open" && (
        <p>
          <TextLink href={routes.billing} className="font-semibold">
            {t("upgrade", { plan })}
          </TextLink>
        </p>
      )}
      {!isHeld(meter) && used > 0 && stage !== "absent" && (
        <p className="text-ink-soft">
          {forecast === null || days.length <= daysForForecast
            ? t("no_forecast")
            : t("forecast", { forecast, end, isOver: limit !== null && forecast > limit ? "yes" : "no" })}
        </p>
      )}
    </div>
  );
}
