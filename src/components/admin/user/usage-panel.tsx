import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { WorkspaceDetail } from "#lib/console/users/get-workspace.ts";
import { Records } from "../record-panel.tsx";

const tones = { open: "data", grace: "notice", blocked: "attention" } as const;

/** What a workspace has used of what it may in the running period. */
export function UsagePanel({ usage: { period, meters, scansHidden } }: Pick<WorkspaceDetail, "usage">) {
  const t = useTranslations("admin.user.usage");
  const names = useTranslations("usage.meters");
  const format = useFormatter();
  const day = (at: Date) => format.dateTime(at, { dateStyle: "medium", timeZone: "UTC" });
  return (
    <Panel id="usage" title={t("title")} isFlush className="scroll-mt-4">
      <p className="px-4 pt-3 text-sm text-ink-soft sm:px-5">
        {t("period", { start: day(period.start), end: day(period.end) })}
        {scansHidden > 0 && ` ${t("hidden", { count: scansHidden })}`}
      </p>
      <Records
        title={t("title")}
        rows={meters}
        keyOf={({ meter }) => meter}
        columns={[
          { label: t("meter"), show: ({ meter }) => names(meter) },
          { label: t("used"), isNumeric: true, show: ({ used }) => format.number(used) },
          {
            label: t("limit"),
            isNumeric: true,
            show: ({ limit }) => (limit === null ? t("unlimited") : format.number(limit)),
          },
          {
            label: t("forecast"),
            isNumeric: true,
            show: ({ forecast }) => (forecast === null ? "–" : format.number(forecast)),
          },
          {
            label: t("state"),
            show: ({ limit, state }) =>
              limit === 0 ? (
                <Badge>{t("absent")}</Badge>
              ) : (
                <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
              ),
          },
        ]}
      />
    </Panel>
  );
}
