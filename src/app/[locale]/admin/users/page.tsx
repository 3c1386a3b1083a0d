import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { ListOrNothing } from "#components/admin/list-or-nothing.tsx";
import { NextPage } from "#components/admin/next-page.tsx";
import { UserFilters } from "#components/admin/users/user-filters.tsx";
import { UserTable } from "#components/admin/users/user-table.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { listUsers } from "#lib/console/users/list-users.ts";
import { showUsersFilters, usersQuery } from "#lib/console/users/users-validation.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.users"))("title") } : {};
}

export default async function UsersPage({ searchParams }: Props) {
  const query = usersQuery.parse(await searchParams);
  const filters = showUsersFilters(query);
  const viewer = await requireAdminPage(routes.adminUsers(filters));
  const { rows, next, isCutShort } = await listUsers(db(), viewer, query);
  const isNarrowed = Object.keys(filters).length > 0;
  const t = await getTranslations("admin.users");
  const format = await getFormatter();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title={t("title")} description={t("description")} />
      <Panel title={t("list")} isFlush>
        <UserFilters filters={query} isNarrowed={isNarrowed} />
        <ListOrNothing
          isEmpty={rows.length === 0 && !isCutShort}
          isNarrowed={isNarrowed || query.after !== null}
          clearHref={routes.adminUsers()}
          none={{ title: t("none_title"), text: t("none_text") }}
        >
          {rows.length > 0 && <UserTable rows={rows} />}
          {isCutShort && next && (
            <FormMessage tone="notice" className="m-4 sm:mx-5">
              {t("cut_short", { until: format.dateTime(next.at, { dateStyle: "long", timeZone: "UTC" }) })}
            </FormMessage>
          )}
        </ListOrNothing>
        <NextPage
          next={next}
          isLater={query.after !== null}
          hrefFor={(after) => routes.adminUsers(after === null ? filters : { ...filters, after })}
        />
      </Panel>
    </div>
  );
}
