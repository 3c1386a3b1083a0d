import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { UsageSkeleton } from "#components/usage/usage-skeleton.tsx";
import { UsageView } from "#components/usage/usage-view.tsx";
import { requirePageViewer } from "#lib/auth/session.ts";
import { getUsage } from "#lib/usage/get-usage.ts";
import { isHeld } from "#lib/usage/meters.ts";
import type { UsageReport } from "#lib/usage/usage-report.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { isOutage } from "#platform/db/outage.ts";
import { db } from "#platform/db/prisma.ts";
import { log } from "#platform/log/log.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("usage"))("title") };
}

export default async function UsagePage() {
  const viewer = await requirePageViewer(routes.usage);
  const t = await getTranslations("usage");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)]">
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={<TextLink href={routes.usageMails}>{t("mails")}</TextLink>}
      />
      <Suspense fallback={<UsageSkeleton />}>
        <LoadedUsage report={findUsage(viewer)} />
      </Suspense>
    </div>
  );
}

/** Null when it does not come for a fault of ours: the frame around the page is there all the same. */
async function findUsage(viewer: Viewer): Promise<UsageReport | null> {
  try {
    return await getUsage(db(), viewer, new Date());
  } catch (err) {
    if (isOutage(err)) throw err;
    log().error({ err, workspaceId: viewer.workspace.id }, "the usage of a workspace did not come");
    return null;
  }
}

async function LoadedUsage({ report }: { report: Promise<UsageReport | null> }) {
  const t = await getTranslations("usage");
  const found = await report;
  if (found === null) {
    return (
      <Panel>
        <EmptyState
          title={t("failed_title")}
          action={<ButtonLink href={routes.usage}>{t("failed_action")}</ButtonLink>}
        >
          {t("failed_text")}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {isUnused(found) && (
        <Panel>
          <EmptyState
            title={t("empty_title")}
            action={
              <ButtonLink href={routes.newCode} variant="primary" icon="plus">
                {t("empty_action")}
              </ButtonLink>
            }
          >
            {t("empty_text")}
          </EmptyState>
        </Panel>
      )}
      <UsageView report={found} />
    </div>
  );
}

/** Nothing made and nothing counted, now or before; somebody is a member always. */
function isUnused({ meters }: UsageReport): boolean {
  return meters.every(
    ({ meter, used, history }) =>
      meter === "members" || (used === 0 && (isHeld(meter) || history.every((past) => past.used === 0))),
  );
}
