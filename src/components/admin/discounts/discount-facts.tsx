import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Actor } from "#lib/console/actors.ts";
import type { ListedDiscount } from "#lib/discounts/read-discounts.ts";
import { ActorText } from "../actor-text.tsx";
import { CopyableLink, FactRows } from "../fact-rows.tsx";
import { Mono, useRecordTexts } from "../record-texts.tsx";
import { DiscountStateBadge } from "./discount-state-badge.tsx";
import { useTermsTexts } from "./use-terms-texts.ts";

type Props = {
  code: ListedDiscount;
  /** Null for one that was made at Stripe. */
  author: Actor | null;
  /** The price list with the code. */
  link: string;
};

/** All that a discount code says of itself. */
export function DiscountFacts({
  code: { id, couponId, terms, state, timesRedeemed, createdAt },
  author,
  link,
}: Props) {
  const t = useTranslations("admin.discounts");
  const { instant } = useRecordTexts();
  const texts = useTermsTexts();
  const { customerId } = terms;
  const facts: [string, ReactNode][] = [
    [t("state"), <DiscountStateBadge key="state" state={state} />],
    [t("off"), texts.off(terms)],
    [t("duration"), texts.duration(terms)],
    [t("plans"), texts.plans(terms)],
    [t("uses"), texts.uses(timesRedeemed, terms)],
    [t("ends"), instant(terms.endsAt === null ? null : new Date(terms.endsAt))],
    [t("first_purchase"), t(terms.isFirstPurchaseOnly ? "yes" : "no")],
    [t("minimum"), texts.minimums(terms)],
    [t("customer"), customerId === null ? t("everybody") : <Mono key="customer">{customerId}</Mono>],
    [t("link"), <CopyableLink key="link" link={link} label={t("copy")} />],
    [t("created"), instant(createdAt)],
    [t("author"), author === null ? t("at_stripe") : <ActorText key="author" actor={author} />],
    [t("at_stripe_as"), <Mono key="ids">{`${id} · ${couponId}`}</Mono>],
  ];
  return <FactRows facts={facts} />;
}
