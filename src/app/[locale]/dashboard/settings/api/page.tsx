import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { CallExamples } from "#components/api-keys/call-examples.tsx";
import { CreateKeyForm } from "#components/api-keys/create-key-form.tsx";
import { KeyTable } from "#components/api-keys/key-table.tsx";
import { UpgradeCTA } from "#components/billing/upgrade-cta.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { canManageKeys, listWorkspaceKeys, mostKeys } from "#lib/api-keys/workspace-keys.ts";
import { requirePageViewer } from "#lib/auth/session.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("api_keys"))("title") };
}

export default async function ApiKeysPage() {
  const viewer = await requirePageViewer(routes.apiKeys);
  const t = await getTranslations("api_keys");
  const { ui, errors, api_keys, promo } = await getMessages();
  return (
    <NextIntlClientProvider messages={{ ui, errors, api_keys, promo }}>
      <p className="mb-2 text-sm">
        <TextLink href={routes.settings}>{t("back")}</TextLink>
      </p>
      <PageHeader title={t("title")} description={t("description")} />
      {canManageKeys(viewer) ? (
        <Keys viewer={viewer} />
      ) : (
        <EmptyState title={t("not_yours_title")}>{t("not_yours_text")}</EmptyState>
      )}
    </NextIntlClientProvider>
  );
}

async function Keys({ viewer }: { viewer: Viewer }) {
  const now = new Date();
  const [keys, access] = await Promise.all([
    listWorkspaceKeys(db(), viewer),
    gatekeeper().checkAccess(viewer, "api_access", now),
  ]);
  const t = await getTranslations("api_keys");
  const isAsleep = !access.canAccess;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {isAsleep ? (
        <UpgradeCTA feature="api" isDenied={access.requiredTier === null} />
      ) : (
        <Panel title={t("create.title")}>
          {/* The form stays where it is when the last key is made: it is what shows that key. */}
          <CreateKeyForm mayCreate={keys.length < mostKeys} mostKeys={mostKeys} />
        </Panel>
      )}
      {(keys.length > 0 || !isAsleep) && (
        <Panel title={t("list.title")} isFlush>
          {keys.length > 0 ? (
            <>
              {isAsleep && <p className="px-4 pt-4 sm:px-5">{t("list.asleep_text")}</p>}
              <div className="px-4 sm:px-2">
                <KeyTable keys={keys} now={now} isAsleep={isAsleep} />
              </div>
            </>
          ) : (
            <EmptyState title={t("list.empty_title")}>{t("list.empty_text")}</EmptyState>
          )}
        </Panel>
      )}
      <Panel title={t("use.title")}>
        <CallExamples appUrl={env().APP_URL} />
      </Panel>
    </div>
  );
}
