import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReplayForm } from "#components/admin/replay-form.tsx";
import {
  DeliveryChanges,
  DeliveryFacts,
  DeliveryPayload,
  DeliveryReplays,
} from "#components/admin/webhooks/delivery-panels.tsx";
import { ReplayedMessage } from "#components/admin/webhooks/replayed-message.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { replayDeliveryAction } from "#lib/console/webhooks/actions.ts";
import { getDelivery } from "#lib/console/webhooks/get-delivery.ts";
import { db } from "#platform/db/prisma.ts";
import { orNotFound } from "#platform/next/or-not-found.ts";
import { routes } from "#shared/routes.ts";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.webhooks"))("one_title") } : {};
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const { id } = await params;
  const viewer = await requireAdminPage(routes.adminWebhook(id));
  const detail = await orNotFound(() => getDelivery(db(), viewer, id, new Date()));
  const t = await getTranslations("admin.webhooks");
  return (
    <>
      <p className="mb-2 text-sm">
        <TextLink href={routes.adminWebhooks()}>{t("back")}</TextLink>
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <PageHeader
          title={detail.delivery.type}
          description={<span className="font-mono text-sm wrap-anywhere">{id}</span>}
          actions={hasStripe() && <ReplayForm event={id} action={replayDeliveryAction} />}
        />
        <ReplayedMessage parameters={await searchParams} />
        <DeliveryFacts {...detail} />
        <DeliveryChanges {...detail} />
        <DeliveryReplays {...detail} />
        <DeliveryPayload {...detail} />
      </div>
    </>
  );
}
