import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FindForm } from "#components/admin/find-form.tsx";
import { ListByState } from "#components/admin/list-by-state.tsx";
import { GrantWaiverForm } from "#components/admin/waivers/grant-waiver-form.tsx";
import { WaiverList } from "#components/admin/waivers/waiver-list.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { showWaiversQuery, waiverStates, waiversQuery } from "#lib/console/waivers/validation.ts";
import { listWaivers } from "#lib/console/waivers/waivers.ts";
import { findWorkspaces, mostFound } from "#lib/console/workspaces/find-workspaces.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.waivers"))("title") } : {};
}

export default async function WaiversPage({ searchParams }: Props) {
  const query = waiversQuery.parse(await searchParams);
  const viewer = await requireAdminPage(routes.adminWaivers(showWaiversQuery(query)));
  const { find } = query;
  const [page, found] = await Promise.all([
    listWaivers(db(), viewer, query, new Date()),
    findWorkspaces(db(), viewer, find),
  ]);
  const t = await getTranslations("admin.waivers");
  const words = await getTranslations("admin.find");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Panel title={t("grant_title")}>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
            <FindForm
              href={routes.adminWaivers()}
              find={find}
              found={found}
              label={words("workspace")}
              hint={words("workspace_hint")}
            />
            {found.length > 0 && <GrantWaiverForm key={find} found={found} most={mostFound} />}
          </div>
        </Panel>
        <Panel title={t("list_title")} isFlush>
          <ListByState
            hrefFor={routes.adminWaivers}
            filters={showWaiversQuery(query)}
            query={query}
            states={waiverStates}
            nameOf={(one) => t(`states.${one}`)}
            hint={words("workspace_short")}
            stateWords={{ label: t("state"), any: t("any_state") }}
            none={{ title: t("none_title"), text: t("none_text") }}
            page={page}
          >
            <WaiverList rows={page.rows} />
          </ListByState>
        </Panel>
      </div>
    </>
  );
}
