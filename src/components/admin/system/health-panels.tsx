import { useFormatter, useTranslations } from "next-intl";
import { useRecordTexts } from "#components/admin/record-texts.tsx";
import { Badge } from "#components/ui/badge.tsx";
import type { SystemState } from "#lib/console/system/get-system.ts";
import { FactPanel } from "./fact-panel.tsx";

const bytesPerMegabyte = 1024 * 1024;

/** Postgres and Redis: whether they answer, how fast, and how much there is. */
export function HealthPanels({ database, cache }: Pick<SystemState, "database" | "cache">) {
  const t = useTranslations("admin.system");
  const format = useFormatter();
  const took = (ms: number) => t("took", { ms: format.number(ms, { maximumFractionDigits: 1 }) });
  const megabytes = (bytes: bigint) =>
    t("megabytes", { count: format.number(Number(bytes) / bytesPerMegabyte, { maximumFractionDigits: 1 }) });
  return (
    <>
      <FactPanel
        title={t("database")}
        facts={[
          [t("version"), database?.version],
          [t("size"), database && megabytes(database.sizeBytes)],
          [
            t("connections"),
            database &&
              t("connections_text", {
                all: database.connections,
                active: database.active,
                most: database.mostConnections,
              }),
          ],
          [t("latency"), database && took(database.tookMs)],
          [
            t("lag"),
            database && (database.lagBytes === null ? t("no_replica") : megabytes(database.lagBytes)),
          ],
        ]}
      />
      <FactPanel
        title={t("cache")}
        facts={[
          [t("state"), <CacheBadge key="state" state={cache.state} />],
          ...(cache.state === "there"
            ? ([
                [t("version"), cache.version],
                [t("latency"), took(cache.tookMs)],
              ] as [string, string | null][])
            : []),
        ]}
      />
    </>
  );
}

function CacheBadge({ state }: { state: SystemState["cache"]["state"] }) {
  const t = useTranslations("admin.system");
  const tone = state === "there" ? "data" : state === "away" ? "attention" : "neutral";
  return <Badge tone={tone}>{t(`cache_states.${state}`)}</Badge>;
}

/** What runs, and whether the database is as it expects. */
export function VersionPanels({ versions, migrations }: Pick<SystemState, "versions" | "migrations">) {
  const t = useTranslations("admin.system");
  const { instant } = useRecordTexts();
  const names = (list: readonly string[] | null | undefined) =>
    list && (list.length === 0 ? t("none") : list.join(", "));
  return (
    <>
      <FactPanel
        title={t("versions")}
        facts={[
          ["DynamicQR", versions.app],
          [t("commit"), versions.commit],
          ["Node.js", versions.node],
          ["Next.js", versions.next],
          ["Prisma", versions.prisma],
          [t("stripe_api"), versions.stripe],
        ]}
      />
      <FactPanel
        title={t("migrations")}
        facts={[
          [t("applied"), migrations?.applied],
          [
            t("newest"),
            migrations?.newest && (
              <>
                {migrations.newest.name}, {instant(migrations.newest.finishedAt)}
              </>
            ),
          ],
          [t("pending"), names(migrations?.pending)],
          [t("broken"), names(migrations?.broken)],
          [t("unknown_migrations"), names(migrations?.unknown)],
        ]}
      />
    </>
  );
}
