"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { RedeemForm } from "./redeem-form.tsx";

/** A button that opens the form for a promo code, wherever somebody may have one at hand. */
export function PromoRedeemModal() {
  const t = useTranslations("promo");
  return (
    <Dialog trigger={<Button>{t("action")}</Button>} title={t("title")} description={t("description")}>
      <RedeemForm />
    </Dialog>
  );
}
