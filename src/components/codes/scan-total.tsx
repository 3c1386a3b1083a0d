import { useFormatter, useTranslations } from "next-intl";
import { DetailsTeaser } from "#components/analytics/details-teaser.tsx";
import { Stat } from "#components/ui/stat.tsx";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";

/** All scans so far, where the plan shows no more of them. */
export function ScanTotal({ total, closed }: { total: number; closed: ClosedGate }) {
  const t = useTranslations("codes.scans");
  const format = useFormatter();
  return (
    <div className="grid gap-6">
      <dl>
        <Stat label={t("total")} value={format.number(total)} note={t("with_bots")} />
      </dl>
      <DetailsTeaser closed={closed} hasRankings={false} />
    </div>
  );
}
