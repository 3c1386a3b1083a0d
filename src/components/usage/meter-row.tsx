import type { Tier } from "#lib/entitlements/tiers.ts";
import type { MeterUsage } from "#lib/usage/usage-report.ts";
import { MeterCharts } from "./meter-charts.tsx";
import { MeterStanding } from "./meter-standing.tsx";

/** One meter: where it stands on the left, how it came there on the right. */
export function MeterRow({ usage, tier }: { usage: MeterUsage; tier: Tier }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-5 p-4 sm:p-5 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <MeterStanding usage={usage} tier={tier} />
      <MeterCharts usage={usage} />
    </div>
  );
}
