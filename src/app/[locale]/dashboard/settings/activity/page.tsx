import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActivityTable } from "#components/activity/activity-table.tsx";
import { NextPage } from "#components/admin/next-page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { activityQuery, canSeeActivity, listActivity } from "#lib/activity/list-activity.ts";
import { requirePageViewer } from "#lib/auth/session.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activity"))("title") };
}

export default async function ActivityPage({ searchParams }: Props) {
  const viewer = await requirePageViewer(routes.activity());
  const t = await getTranslations("activity");
  return (
    <>
      <p className="mb-2 text-sm">
        <TextLink href={routes.settings}>{t("back")}</TextLink>
      </p>
      <PageHeader title={t("title")} description={t("description")} />
      {canSeeActivity(viewer) ? (
        <Acts viewer={viewer} parameters={await searchParams} />
      ) : (
        <EmptyState title={t("not_yours_title")}>{t("not_yours_text")}</EmptyState>
      )}
    </>
  );
}

type ActsProps = { viewer: Viewer; parameters: Awaited<Props["searchParams"]> };

async function Acts({ viewer, parameters }: ActsProps) {
  const query = activityQuery.parse(parameters);
  const { rows, next } = await listActivity(db(), viewer, query);
  const t = await getTranslations("activity");
  if (rows.length === 0 && query.after === null) {
    return <EmptyState title={t("empty_title")}>{t("empty_text")}</EmptyState>;
  }
  return (
    <Panel title={t("list")} isFlush>
      <div className="px-4 sm:px-2">
        <ActivityTable rows={rows} />
      </div>
      <NextPage
        next={next}
        isLater={query.after !== null}
        hrefFor={(after) => routes.activity(after === null ? {} : { after })}
      />
    </Panel>
  );
}
