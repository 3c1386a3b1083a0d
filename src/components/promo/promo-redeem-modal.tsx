"use client";

import { useTranslations } from "next-intl";
import { useCallback, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { useRouter } from "#i18n/navigation.ts";
import { useMayRedeem } from "./may-redeem.tsx";
import { RedeemForm } from "./redeem-form.tsx";

/**
 * A button that opens the form for a promo code, wherever somebody may have one at hand; nothing for
 * who may not redeem it. The page follows once the dialog is closed: what blocked goes away then, and
 * the dialog with it.
 */
export function PromoRedeemModal() {
  const t = useTranslations("promo");
  const router = useRouter();
  const mayRedeem = useMayRedeem();
  const isRedeemed = useRef(false);
  const noteRedeemed = useCallback(() => {
    isRedeemed.current = true;
  }, []);

  if (!mayRedeem) return null;

  function follow(isOpen: boolean) {
    if (!isOpen && isRedeemed.current) router.refresh();
    isRedeemed.current = false;
  }

  return (
    <Dialog
      trigger={<Button>{t("action")}</Button>}
      title={t("title")}
      description={t("description")}
      onOpenChange={follow}
    >
      <RedeemForm onRedeemed={noteRedeemed} />
    </Dialog>
  );
}
