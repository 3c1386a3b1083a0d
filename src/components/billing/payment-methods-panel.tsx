import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { PaymentMethod } from "#lib/billing/history/payment-methods.ts";
import { routes } from "#shared/routes.ts";
import { MakeDefaultButton, RemoveCardButton } from "./card-buttons.tsx";
import { GoToStripe } from "./go-to-stripe.tsx";

type Props = { methods: PaymentMethod[]; now: Date };

/** The cards that are paid with; new ones are typed in at Stripe's. */
export function PaymentMethodsPanel({ methods, now }: Props) {
  const t = useTranslations("billing.cards");
  return (
    <Panel title={t("title")}>
      <div className="grid gap-4">
        {methods.length === 0 ? (
          <p className="text-ink-soft">{t("none")}</p>
        ) : (
          <ul className="divide-y divide-hairline border-y border-hairline">
            {methods.map((method) => (
              <li key={method.id}>
                <CardRow method={method} now={now} />
              </li>
            ))}
          </ul>
        )}
        <GoToStripe action={routes.api.paymentMethods} icon="plus">
          {t("add")}
        </GoToStripe>
        <p className="text-sm text-ink-soft">{t("where")}</p>
      </div>
    </Panel>
  );
}

function CardRow({ method, now }: { method: PaymentMethod; now: Date }) {
  const t = useTranslations("billing.cards");
  const reasons = useTranslations("errors.reasons");
  const { id, expMonth, expYear, removalBar } = method;
  const name = nameOf(method);
  const hasExpiry = expMonth !== null && expYear !== null;
  // Good until the end of its month; months count from 0.
  const isExpired = hasExpiry && new Date(Date.UTC(expYear, expMonth, 1)) <= now;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold">{name}</span>
        {hasExpiry && (
          <span className="figure text-sm text-ink-soft">
            <span className="sr-only">{t("expires")} </span>
            {String(expMonth).padStart(2, "0")}/{String(expYear).slice(-2)}
          </span>
        )}
        {method.isDefault && <Badge tone="data">{t("default")}</Badge>}
        {isExpired && <Badge tone="attention">{t("expired")}</Badge>}
      </p>
      <div className="flex flex-wrap items-start gap-1">
        {!method.isDefault && <MakeDefaultButton id={id} name={name} />}
        {removalBar === null && <RemoveCardButton id={id} name={name} />}
      </div>
      {removalBar !== null && <p className="w-full text-sm text-ink-soft">{reasons(removalBar)}</p>}
    </div>
  );
}

const brandNames: Record<string, string> = {
  amex: "American Express",
  diners: "Diners Club",
  discover: "Discover",
  jcb: "JCB",
  mastercard: "Mastercard",
  unionpay: "UnionPay",
  visa: "Visa",
};

/** Proper names, so the same in every language; what Stripe may invent is shown as it says it. */
function nameOf({ brand, type, last4 }: PaymentMethod): string {
  const kind = brandNames[brand ?? ""] ?? brand ?? type;
  return last4 ? `${kind} •••• ${last4}` : kind;
}
