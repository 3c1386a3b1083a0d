import { useTranslations } from "next-intl";
import { FormMessage } from "#components/ui/form-message.tsx";
import { useRecordTexts } from "../record-texts.tsx";

/** Said above what Stripe did not answer for just now. */
export function AsOf({ asOf }: { asOf: Date | null }) {
  const t = useTranslations("admin.discounts");
  const { instantText } = useRecordTexts();
  return asOf && <FormMessage tone="notice">{t("as_of", { at: instantText(asOf) })}</FormMessage>;
}
