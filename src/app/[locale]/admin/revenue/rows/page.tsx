import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RevenueRows } from "#components/admin/revenue/revenue-rows.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { isFreshEnough } from "#lib/admin/guard.ts";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { getRows, withinReach } from "#lib/revenue/list-rows.ts";
import { rowsQuery, showFilter } from "#lib/revenue/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.revenue"))("rows.title") } : {};
}

export default async function RevenueRowsPage({ searchParams }: Props) {
  const now = new Date();
  const query = withinReach(rowsQuery.parse(await searchParams), now);
  const filter = showFilter(query);
  const viewer = await requireAdminPage(routes.adminRevenueRows(filter));
  const page = await getRows(db(), viewer, query);
  const t = await getTranslations("admin.revenue");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t(`rows.figures.${query.figure}`)} description={t("rows.description")} />
      <p>
        <TextLink href={routes.adminRevenueFor(query.month ? { month: query.month } : {})}>
          {t("rows.back")}
        </TextLink>
      </p>
      <RevenueRows
        figure={query.figure}
        filter={filter}
        page={page}
        isLater={query.after !== null}
        mayExport={isFreshEnough(viewer, now)}
      />
    </div>
  );
}
