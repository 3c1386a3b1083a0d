import { UpgradeCTA } from "#components/billing/upgrade-cta.tsx";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";

/** Shapes and nothing else: the same for everybody, so that there is nothing to read in the page. */
const bars = [34, 48, 41, 63, 57, 72, 44, 52, 68, 81, 60, 55, 74, 88, 66, 49, 58, 79, 92, 71];
const lines = [92, 64, 41, 28, 17];

type Props = {
  closed: ClosedGate;
  /** Whether there would be more than the days. */
  hasRankings?: boolean;
};

/** Stands where the plan opens no details: a drawing of what would be there, and the way to it. */
export function DetailsTeaser({ closed, hasRankings = true }: Props) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <UpgradeCTA feature="analytics" isDenied={closed.plan === null} />
      <div
        aria-hidden="true"
        data-teaser=""
        className="pointer-events-none grid grid-cols-[minmax(0,1fr)] gap-6 opacity-60 blur-[6px] select-none"
      >
        <div className="flex h-56 items-end gap-1.5 border border-hairline bg-paper p-5">
          {bars.map((height) => (
            <span key={height} className="flex-1 bg-cyan" style={{ height: `${height}%` }} />
          ))}
        </div>
        {hasRankings && (
          <div className="grid gap-6 lg:grid-cols-2">
            {["one", "two"].map((panel) => (
              <div key={panel} className="grid gap-4 border border-hairline bg-paper p-5">
                {lines.map((width) => (
                  <span key={width} className="block h-3 bg-rule" style={{ width: `${width}%` }} />
                ))}
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}
