import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { CreatePlatformKeyForm } from "#components/admin/api-keys/create-platform-key-form.tsx";
import { KeyList } from "#components/admin/api-keys/key-list.tsx";
import { ChoiceFilter } from "#components/admin/filter-form.tsx";
import { SearchedList } from "#components/admin/searched-list.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { listAnyKeys } from "#lib/console/api-keys/keys.ts";
import { keyOwners, keysQuery, showKeysQuery } from "#lib/console/api-keys/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.api_keys"))("title") } : {};
}

export default async function AdminApiKeysPage({ searchParams }: Props) {
  const query = keysQuery.parse(await searchParams);
  const viewer = await requireAdminPage(routes.adminApiKeys(showKeysQuery(query)));
  const { of, q, after } = query;
  const page = await listAnyKeys(db(), viewer, query);
  const t = await getTranslations("admin.api_keys");
  const { ui, errors, admin, api_keys } = await getMessages();
  const ofWorkspaces = of === "workspaces";
  return (
    <NextIntlClientProvider messages={{ ui, errors, admin, api_keys }}>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Panel title={t("create_title")}>
          <CreatePlatformKeyForm />
        </Panel>
        <Panel title={t(ofWorkspaces ? "workspaces_title" : "platform_title")} isFlush>
          <SearchedList
            hrefFor={routes.adminApiKeys}
            filters={showKeysQuery(query)}
            q={q}
            hint={t("search_hint")}
            isNarrowed={q !== ""}
            fields={
              <ChoiceFilter
                name="of"
                label={t("of")}
                choices={keyOwners}
                value={of}
                nameOf={(owner) => t(`owners.${owner}`)}
              />
            }
            after={after}
            page={page}
            none={{ title: t("none_title"), text: t(ofWorkspaces ? "none_workspaces" : "none_platform") }}
          >
            <KeyList keys={page.rows} now={new Date()} ofWorkspaces={ofWorkspaces} />
          </SearchedList>
        </Panel>
      </div>
    </NextIntlClientProvider>
  );
}
