import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AsOf } from "#components/admin/discounts/as-of.tsx";
import { DiscountList } from "#components/admin/discounts/discount-list.tsx";
import { ListByState } from "#components/admin/list-by-state.tsx";
import { PromoTabs } from "#components/admin/promo-tabs.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { listDiscounts } from "#lib/discounts/read-discounts.ts";
import { listQuery, listStates, showListQuery } from "#lib/discounts/validation.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.discounts"))("title") } : {};
}

export default async function DiscountsPage({ searchParams }: Props) {
  const query = listQuery.parse(await searchParams);
  const viewer = await requireAdminPage(routes.adminDiscounts(showListQuery(query)));
  const page = await listDiscounts(billingTools(), viewer, query);
  const t = await getTranslations("admin.discounts");
  const create = (
    <ButtonLink href={routes.adminNewDiscount} variant="primary" icon="plus">
      {t("new")}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={create} />
      <PromoTabs />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <AsOf asOf={page.asOf} />
        <Panel isFlush>
          <ListByState
            hrefFor={routes.adminDiscounts}
            filters={showListQuery(query)}
            query={query}
            states={listStates}
            nameOf={(one) => t(`list_states.${one}`)}
            hint={t("search_hint")}
            stateWords={{ label: t("state"), any: t("any_state") }}
            none={{ title: t("none_title"), text: t("none_text") }}
            page={page}
          >
            <DiscountList codes={page.rows} />
          </ListByState>
        </Panel>
      </div>
    </>
  );
}
