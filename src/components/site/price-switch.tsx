import { useTranslations } from "next-intl";
import { classNames } from "#components/ui/class-names.ts";
import { Link } from "#i18n/navigation.ts";
import { type Currency, currencies, type Interval, intervals } from "#lib/billing/plans.ts";
import { routes } from "#shared/routes.ts";

type Props = {
  interval: Interval;
  currency: Currency;
  isCurrencyFixed: boolean;
  code: string | undefined;
};

/** Interval and currency, as plain links: the address holds the choice, and no script is needed. */
export function PriceSwitch({ interval, currency, isCurrencyFixed, code }: Props) {
  const t = useTranslations("pricing");
  const offered = isCurrencyFixed ? [currency] : currencies;
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-4">
      <Choice
        label={t("interval")}
        entries={intervals.map((one) => ({
          href: routes.pricingFor({ interval: one, currency, code }),
          label: t(`intervals.${one}`),
          isChosen: one === interval,
        }))}
      />
      <Choice
        label={t("currency")}
        entries={offered.map((one) => ({
          href: routes.pricingFor({ interval, currency: one, code }),
          label: one.toUpperCase(),
          isChosen: one === currency,
        }))}
      />
    </div>
  );
}

type Entry = { href: string; label: string; isChosen: boolean };

function Choice({ label, entries }: { label: string; entries: Entry[] }) {
  return (
    <nav aria-label={label}>
      <p aria-hidden="true" className="caption mb-1.5">
        {label}
      </p>
      <ul className="flex">
        {entries.map(({ href, label: name, isChosen }) => (
          <li key={name} className="-ms-px first:ms-0">
            <Link
              href={href}
              scroll={false}
              replace
              aria-current={isChosen ? "true" : undefined}
              className={classNames(
                "flex min-h-10 items-center border px-4 font-semibold",
                isChosen ? "relative border-ink bg-ink text-paper" : "border-rule hover:bg-well",
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
