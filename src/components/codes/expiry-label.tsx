import { useFormatter, useTranslations } from "next-intl";
import { describeExpiry } from "#lib/codes/expiry.ts";

type Props = { expiresAt: Date | null; now: Date };

/** "Expires in 3 days", "Expired", or when it will in the far future. */
export function ExpiryLabel({ expiresAt, now }: Props) {
  const t = useTranslations("codes.expiry");
  const format = useFormatter();
  const expiry = describeExpiry(expiresAt, now);
  if (expiry.kind === "none" || !expiresAt) return t("none");
  const date = format.dateTime(expiresAt, { dateStyle: "medium", timeStyle: "short" });
  const text =
    expiry.kind === "expired"
      ? t("expired")
      : expiry.days === 0
        ? t("in_hours", { hours: expiry.hours })
        : t("in_days", { days: expiry.days });
  return (
    <time dateTime={expiresAt.toISOString()} title={`${date} UTC`}>
      {text}
    </time>
  );
}
