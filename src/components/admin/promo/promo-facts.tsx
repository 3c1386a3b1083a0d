import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Actor } from "#lib/console/actors.ts";
import { promoStateOf } from "#lib/promo/code-state.ts";
import type { PromoCode } from "#lib/promo/code-store.ts";
import { routes } from "#shared/routes.ts";
import { ActorText } from "../actor-text.tsx";
import { CopyableLink, FactRows } from "../fact-rows.tsx";
import { useRecordTexts } from "../record-texts.tsx";
import { Uses } from "./promo-list.tsx";
import { PromoStateBadge } from "./promo-state-badge.tsx";

type Props = { code: PromoCode; author: Actor; link: string; now: Date };

/** All that a code says of itself. */
export function PromoFacts({ code, author, link, now }: Props) {
  const t = useTranslations("admin.promo");
  const format = useFormatter();
  const { instant } = useRecordTexts();
  const facts: [string, ReactNode][] = [
    [t("state"), <PromoStateBadge key="state" state={promoStateOf(code, now)} />],
    [t("link"), <CopyableLink key="link" link={link} label={t("copy")} />],
    [t("days"), format.number(code.days)],
    [t("uses"), <Uses key="uses" {...code} />],
    [t("ends"), instant(code.endsAt)],
    [t("created"), instant(code.createdAt)],
    [t("author"), <ActorText key="author" actor={author} />],
    ...(code.batchId === null
      ? []
      : [[t("batch"), <BatchLink key="batch" batchId={code.batchId} />] satisfies [string, ReactNode]]),
  ];
  return <FactRows facts={facts} />;
}

function BatchLink({ batchId }: { batchId: string }) {
  const t = useTranslations("admin.promo");
  return <TextLink href={routes.adminPromo({ batch: batchId })}>{t("to_batch")}</TextLink>;
}
