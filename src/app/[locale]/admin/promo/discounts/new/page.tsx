import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreateDiscountForm } from "#components/admin/discounts/create-discount-form.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.discounts"))("new") } : {};
}

export default async function NewDiscountPage() {
  await requireAdminPage(routes.adminNewDiscount);
  const t = await getTranslations("admin.discounts");
  const plans = await getTranslations("billing.plans");
  return (
    <>
      <p className="mb-2 text-sm">
        <TextLink href={routes.adminDiscounts()}>{t("back")}</TextLink>
      </p>
      <PageHeader title={t("new")} description={t("new_text")} />
      <Panel>
        <CreateDiscountForm
          attempt={randomUUID()}
          planNames={{ pro: plans("pro"), enterprise: plans("enterprise") }}
        />
      </Panel>
    </>
  );
}
