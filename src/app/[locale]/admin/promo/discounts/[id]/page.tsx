import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { AsOf } from "#components/admin/discounts/as-of.tsx";
import { DiscountFacts } from "#components/admin/discounts/discount-facts.tsx";
import { DiscountSums, DiscountUses } from "#components/admin/discounts/discount-uses.tsx";
import { NextPage } from "#components/admin/next-page.tsx";
import { ReasonDialog } from "#components/admin/reason-dialog.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { nameActors } from "#lib/console/actors.ts";
import { deactivateDiscountAction } from "#lib/discounts/actions.ts";
import { getDiscount } from "#lib/discounts/read-discounts.ts";
import { parseDiscountId, usesQuery } from "#lib/discounts/validation.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { orNotFound } from "#platform/next/or-not-found.ts";
import { routes } from "#shared/routes.ts";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const load = cache(async (unverifiedId: string, query: string) => {
  const viewer = await requireAdminPage(routes.adminDiscount(unverifiedId));
  const { after } = usesQuery.parse({ after: query });
  const view = await orNotFound(async () =>
    getDiscount(billingTools(), viewer, parseDiscountId(unverifiedId), after),
  );
  return { viewer, after, view };
});

const loadFrom = async ({ params, searchParams }: Props) =>
  load((await params).id, String((await searchParams).after ?? ""));

export async function generateMetadata(props: Props): Promise<Metadata> {
  if (!(await findAdmin())) return {};
  const { view } = await loadFrom(props);
  return { title: view.code.code };
}

export default async function DiscountPage(props: Props) {
  const { viewer, after, view } = await loadFrom(props);
  const { code, asOf, sums, uses } = view;
  const actorOf = await nameActors(db(), viewer, [code.createdBy]);
  const t = await getTranslations("admin.discounts");
  const deactivate = code.isActive && (
    <ReasonDialog
      action={deactivateDiscountAction}
      fields={{ id: code.id }}
      label={t("deactivate")}
      about={code.code}
      title={t("deactivate_title", { code: code.code })}
      text={t("deactivate_text")}
    />
  );
  return (
    <>
      <p className="mb-2 text-sm">
        <TextLink href={routes.adminDiscounts()}>{t("back")}</TextLink>
      </p>
      <PageHeader title={<span className="figure">{code.code}</span>} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <AsOf asOf={asOf} />
        <Panel title={t("facts")} actions={deactivate}>
          <DiscountFacts
            code={code}
            author={code.createdBy === null ? null : actorOf(code.createdBy)}
            link={new URL(routes.pricingFor({ code: code.code }), env().APP_URL).href}
          />
        </Panel>
        {sums.length > 0 && (
          <Panel title={t("use.sums")} isFlush>
            <DiscountSums sums={sums} />
          </Panel>
        )}
        <Panel title={t("use.title")} isFlush>
          {uses.rows.length === 0 ? (
            <p className="p-4 text-ink-soft sm:p-5">{t("use.none")}</p>
          ) : (
            <DiscountUses rows={uses.rows} />
          )}
          <NextPage
            next={uses.next}
            isLater={after !== null}
            hrefFor={(place) => routes.adminDiscount(code.id, place ? { after: place } : {})}
          />
        </Panel>
      </div>
    </>
  );
}
