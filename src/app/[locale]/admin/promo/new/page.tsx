import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreateBatchForm, CreatePromoForm } from "#components/admin/promo/promo-forms.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { mostInBatch } from "#lib/promo/validation.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.promo"))("new") } : {};
}

export default async function NewPromoPage() {
  await requireAdminPage(routes.adminNewPromo);
  const t = await getTranslations("admin.promo");
  return (
    <>
      <p className="mb-2 text-sm">
        <TextLink href={routes.adminPromo()}>{t("back")}</TextLink>
      </p>
      <PageHeader title={t("new")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Panel title={t("one")}>
          <CreatePromoForm />
        </Panel>
        <Panel title={t("many")}>
          <CreateBatchForm most={mostInBatch} />
        </Panel>
      </div>
    </>
  );
}
