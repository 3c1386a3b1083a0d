import { useFormatter, useTranslations } from "next-intl";
import { FormMessage } from "#components/ui/form-message.tsx";
import type { InvoiceRow } from "#lib/billing/mirror/invoice-row.ts";
import { moneyText } from "./money-text.ts";

type Props = {
  /** The name of what was bought. */
  plan: string;
  payment: Pick<InvoiceRow, "amountPaidMinor" | "currency">;
  /** When the next one is taken; null where that is not known. */
  nextAt: Date | null;
};

/** Says for a while after a purchase that it is done: what was paid, and when the next payment comes. */
export function Thanks({ plan, payment: { amountPaidMinor, currency }, nextAt }: Props) {
  const t = useTranslations("billing.thanks");
  const format = useFormatter();
  const sum = moneyText(format, amountPaidMinor, currency);
  return (
    <FormMessage tone="success">
      {amountPaidMinor > 0 ? t("paid", { sum, plan }) : t("begun", { plan })}{" "}
      {nextAt && t("next", { date: format.dateTime(nextAt, { dateStyle: "long" }) })}
    </FormMessage>
  );
}
