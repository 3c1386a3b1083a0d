import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UpgradeCTA } from "#components/billing/upgrade-cta.tsx";
import { CreateCodeForm } from "#components/codes/create-code-form.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { requirePageViewer } from "#lib/auth/session.ts";
import { findClosedGate } from "#lib/billing/closed-gate.ts";
import { getRoom } from "#lib/codes/service.ts";
import { shortLink } from "#lib/codes/short-link.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("codes.form"))("new_title") };
}

export default async function NewCodePage() {
  const viewer = await requirePageViewer(routes.newCode);
  const now = new Date();
  const { isFull, limit, isDenied } = await getRoom(db(), viewer, now);
  const plan = await gatekeeper().getEntitlements(viewer, now);
  const t = await getTranslations("codes.form");
  return (
    <div>
      <PageHeader title={t("new_title")} description={t("new_text")} />
      <Panel hasMarks>
        {isFull && limit !== null ? (
          <UpgradeCTA feature="create" limit={limit} isDenied={isDenied} />
        ) : (
          <CreateCodeForm
            linkBase={shortLink(env().APP_URL, "")}
            closed={{
              slug: findClosedGate(plan, "choose_slug"),
              expiry: findClosedGate(plan, "set_expiry"),
            }}
          />
        )}
      </Panel>
    </div>
  );
}
