import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccessPanel } from "#components/admin/user/access-panel.tsx";
import { AuditPanel } from "#components/admin/user/audit-panel.tsx";
import { BillingPanel } from "#components/admin/user/billing-panel.tsx";
import { OverridesPanel, WaiversPanel } from "#components/admin/user/given-panels.tsx";
import { PersonPanel } from "#components/admin/user/person-panel.tsx";
import { PromoPanel } from "#components/admin/user/promo-panel.tsx";
import { SectionLinks } from "#components/admin/user/section-links.tsx";
import { UsagePanel } from "#components/admin/user/usage-panel.tsx";
import { WorkspacePanel } from "#components/admin/user/workspace-panel.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { isFreshEnough } from "#lib/admin/guard.ts";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import { getUserDetail } from "#lib/console/users/detail.ts";
import { db } from "#platform/db/prisma.ts";
import { orNotFound } from "#platform/next/or-not-found.ts";
import { routes } from "#shared/routes.ts";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.user"))("title") } : {};
}

export default async function UserPage({ params, searchParams }: Props) {
  const [{ id }, { workspace: wish }] = await Promise.all([params, searchParams]);
  const workspaceId = typeof wish === "string" ? wish : undefined;
  const viewer = await requireAdminPage(routes.adminUser(encodeURIComponent(id), workspaceId));
  const now = new Date();
  const detail = await orNotFound(() => getUserDetail(db(), viewer, id, workspaceId ?? null, now));
  const t = await getTranslations("admin.user");
  const { person, workspace } = detail;
  return (
    <>
      <PageHeader
        title={<bdi className="wrap-anywhere">{person.email}</bdi>}
        description={<TextLink href={routes.adminUsers()}>{t("back")}</TextLink>}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <SectionLinks hasWorkspace={workspace !== null} />
        <PersonPanel
          detail={detail}
          isOwn={person.id === viewer.profileId}
          mayExport={isFreshEnough(viewer, now)}
        />
        <WorkspacePanel person={person} workspace={workspace} />
        {workspace && (
          <>
            <AccessPanel workspace={workspace} now={now} />
            <UsagePanel usage={workspace.usage} />
            <BillingPanel workspace={workspace} hasStripe={hasStripe()} />
            <PromoPanel redemptions={workspace.redemptions} grants={workspace.grants} />
            <WaiversPanel person={person} workspace={workspace} />
          </>
        )}
        <OverridesPanel detail={detail} />
        <AuditPanel detail={detail} />
      </div>
    </>
  );
}
