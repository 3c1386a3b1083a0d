import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { ActForm } from "#components/admin/act-form.tsx";
import { NextPage } from "#components/admin/next-page.tsx";
import { PromoFacts } from "#components/admin/promo/promo-facts.tsx";
import { EditPromoForm } from "#components/admin/promo/promo-forms.tsx";
import { RedemptionList } from "#components/admin/promo/redemption-list.tsx";
import { ReasonDialog } from "#components/admin/reason-dialog.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { nameActors } from "#lib/console/actors.ts";
import { env } from "#lib/env/server.ts";
import { activatePromoAction, deactivatePromoAction } from "#lib/promo/admin-actions.ts";
import { showCode } from "#lib/promo/code-text.ts";
import { getPromoCode, listRedemptions } from "#lib/promo/read-promo-codes.ts";
import { redemptionsQuery } from "#lib/promo/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { orNotFound } from "#platform/next/or-not-found.ts";
import { routes } from "#shared/routes.ts";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const loadCode = cache(async (unverifiedId: string) => {
  const viewer = await requireAdminPage(routes.adminPromoCode(unverifiedId));
  return { viewer, code: await orNotFound(() => getPromoCode(db(), viewer, unverifiedId)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  if (!(await findAdmin())) return {};
  const { code } = await loadCode((await params).id);
  return { title: showCode(code.code) };
}

export default async function PromoCodePage({ params, searchParams }: Props) {
  const { viewer, code } = await loadCode((await params).id);
  const { after } = redemptionsQuery.parse(await searchParams);
  const [{ rows, next }, actorOf] = await Promise.all([
    listRedemptions(db(), viewer, code.id, after),
    nameActors(db(), viewer, [code.createdBy]),
  ]);
  const t = await getTranslations("admin.promo");
  const shown = showCode(code.code);
  const link = new URL(routes.redeem(code.code), env().APP_URL).href;
  const onOff = code.isActive ? (
    <ReasonDialog
      action={deactivatePromoAction}
      fields={{ id: code.id }}
      label={t("deactivate")}
      about={shown}
      title={t("deactivate_title", { code: shown })}
      text={t("deactivate_text")}
    />
  ) : (
    <ActForm action={activatePromoAction} fields={{ id: code.id }} label={t("activate")} />
  );
  return (
    <>
      <p className="mb-2 text-sm">
        <TextLink href={routes.adminPromo()}>{t("back")}</TextLink>
      </p>
      <PageHeader
        title={<span className="figure">{shown}</span>}
        description={<bdi className="wrap-anywhere">{code.description}</bdi>}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Panel title={t("facts")} actions={onOff}>
          <PromoFacts code={code} author={actorOf(code.createdBy)} link={link} now={new Date()} />
        </Panel>
        <Panel title={t("edit")}>
          {code.uses === 0 ? <EditPromoForm code={code} /> : <p className="text-ink-soft">{t("fixed")}</p>}
        </Panel>
        <Panel title={t("redemptions.title")} isFlush>
          {rows.length === 0 ? (
            <p className="p-4 text-ink-soft sm:p-5">{t("redemptions.none")}</p>
          ) : (
            <RedemptionList rows={rows} />
          )}
          <NextPage
            next={next}
            isLater={after !== null}
            hrefFor={(place) => routes.adminPromoCode(code.id, place ? { after: place } : {})}
          />
        </Panel>
      </div>
    </>
  );
}
