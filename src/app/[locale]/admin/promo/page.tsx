import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ListByState } from "#components/admin/list-by-state.tsx";
import { BatchBar } from "#components/admin/promo/batch-bar.tsx";
import { PromoList } from "#components/admin/promo/promo-list.tsx";
import { PromoTabs } from "#components/admin/promo-tabs.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { isFreshEnough } from "#lib/admin/guard.ts";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { env } from "#lib/env/server.ts";
import { listPromoCodes } from "#lib/promo/read-promo-codes.ts";
import { listQuery, promoStates, showListQuery } from "#lib/promo/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.promo"))("title") } : {};
}

export default async function PromoPage({ searchParams }: Props) {
  const query = listQuery.parse(await searchParams);
  const viewer = await requireAdminPage(routes.adminPromo(showListQuery(query)));
  const now = new Date();
  const page = await listPromoCodes(db(), viewer, query, now);
  const t = await getTranslations("admin.promo");
  const { batch } = query;
  const create = (
    <ButtonLink href={routes.adminNewPromo} variant="primary" icon="plus">
      {t("new")}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description_of_page")} actions={create} />
      <PromoTabs />
      <Panel isFlush>
        {batch && <BatchBar batchId={batch} mayExport={isFreshEnough(viewer, now)} />}
        <ListByState
          hrefFor={routes.adminPromo}
          filters={showListQuery(query)}
          query={query}
          states={promoStates}
          nameOf={(one) => t(`states.${one}`)}
          hint={t("search_hint")}
          stateWords={{ label: t("state"), any: t("any_state") }}
          none={{ title: t("none_title"), text: t("none_text") }}
          page={page}
          fixed={batch ? <input type="hidden" name="batch" value={batch} /> : undefined}
        >
          <PromoList codes={page.rows} now={now} appUrl={env().APP_URL} />
        </ListByState>
      </Panel>
    </>
  );
}
