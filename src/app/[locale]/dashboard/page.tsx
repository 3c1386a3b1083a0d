import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { UpgradeCTA } from "#components/billing/upgrade-cta.tsx";
import { CodeTable } from "#components/codes/code-table.tsx";
import { ListFilters } from "#components/codes/list-filters.tsx";
import { UndoDelete } from "#components/codes/undo-delete.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import { Skeleton, SkeletonRows } from "#components/ui/skeleton.tsx";
import { requirePageViewer } from "#lib/auth/session.ts";
import { type ListQuery, listQueryParameters, parseListQuery } from "#lib/codes/list-query.ts";
import { findDeletedId, listCodes } from "#lib/codes/service.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("codes.list"))("title") };
}

export default async function DashboardPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const viewer = await requirePageViewer(routes.dashboard);
  const t = await getTranslations("codes.list");
  const query = parseListQuery(parameters);
  const now = new Date();
  const deletedId = await findDeletedId(db(), viewer, parameters.deleted);
  const list = listCodes(db(), viewer, query, now);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("title")}
        description={
          <Suspense fallback={<Skeleton className="my-1 h-4 w-40" />}>
            <Held list={list} />
          </Suspense>
        }
        actions={
          <Suspense>
            <NewCode list={list} />
          </Suspense>
        }
      />
      {deletedId && <UndoDelete id={deletedId} />}
      {/* Another page or filter shows that it is on its way, instead of what was asked for before. */}
      <Suspense key={JSON.stringify(query)} fallback={<SkeletonRows />}>
        <CodeList list={list} query={query} now={now} />
      </Suspense>
    </div>
  );
}

type ListProps = { list: ReturnType<typeof listCodes> };

async function Held({ list }: ListProps) {
  const t = await getTranslations("codes.list");
  const { held, limit } = (await list).room;
  return limit === null ? t("held", { held }) : t("held_of", { held, limit });
}

async function NewCode({ list }: ListProps) {
  const t = await getTranslations("codes.list");
  if ((await list).room.isFull) return null;
  return (
    <ButtonLink href={routes.newCode} variant="primary" icon="plus">
      {t("new")}
    </ButtonLink>
  );
}

async function CodeList({ list, query, now }: ListProps & { query: ListQuery; now: Date }) {
  const t = await getTranslations("codes.list");
  const { codes, matches, page, pages, room } = await list;
  const hrefFor = (target: number) =>
    `${routes.dashboard}?${new URLSearchParams(listQueryParameters({ ...query, page: target }))}`;
  if (room.held === 0) {
    return (
      <EmptyState
        title={t("empty_title")}
        action={
          <ButtonLink href={routes.newCode} variant="primary" icon="plus">
            {t("empty_action")}
          </ButtonLink>
        }
      >
        {t("empty_text")}
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {room.isFull && room.limit !== null && (
        <UpgradeCTA feature="create" limit={room.limit} isDenied={room.isDenied} />
      )}
      <ListFilters query={query} />
      {codes.length === 0 ? (
        <EmptyState
          title={t("none_title")}
          action={<ButtonLink href={routes.dashboard}>{t("none_action")}</ButtonLink>}
        >
          {t("none_text")}
        </EmptyState>
      ) : (
        <CodeTable codes={codes} now={now} appUrl={env().APP_URL} />
      )}
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="text-sm text-ink-soft" role="status">
          {t("matches", { matches })}
        </p>
        {pages > 1 && <Pagination page={page} pageCount={pages} hrefFor={hrefFor} />}
      </div>
    </div>
  );
}
