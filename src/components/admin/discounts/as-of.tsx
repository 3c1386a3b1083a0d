import { useTranslations } from "next-intl";
import { FormMessage } from "#components/ui/form-message.tsx";
import { useRecordTexts } from "../record-texts.tsx";

/** Said above what Stripe did not answer for just now. */
export function AsOf({ asOf }: { asOf: Date | "unknown" | null }) {
  const t = useTranslations("admin.discounts");
  const { instantText } = useRecordTexts();
  if (asOf === null) return null;
  const text = asOf === "unknown" ? t("as_of_unknown") : t("as_of", { at: instantText(asOf) });
  return <FormMessage tone="notice">{text}</FormMessage>;
}
