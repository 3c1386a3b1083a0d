import { useFormatter } from "next-intl";
import { useId } from "react";
import { meterScale } from "./meter-scale.ts";

type Props = {
  /** What is measured, for those who do not see it. */
  label: string;
  /** The same in words, such as “312 of 300 exports”. */
  valueText: string;
  used: number;
  limit: number;
  /** How far the use may go beyond the limit for a while; null for not at all. */
  graceLimit: number | null;
};

const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

/**
 * A measuring tape: plain ink up to the limit, hatched beyond it, a mark at the limit. Which part is
 * which can be told without colours.
 */
export function MeterBar({ label, valueText, used, limit, graceLimit }: Props) {
  const format = useFormatter();
  const hatch = useId();
  const { end, within, beyond, mark } = meterScale(used, limit, graceLimit);
  return (
    <div>
      <meter
        aria-label={label}
        aria-valuetext={valueText}
        min={0}
        max={end}
        value={used}
        className="sr-only"
      />
      <div className="border border-rule bg-well">
        <svg aria-hidden="true" focusable="false" width="100%" height="16" className="block">
          <defs>
            <pattern
              id={hatch}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="6" height="6" className="fill-magenta-wash forced-colors:fill-[Canvas]" />
              <rect width="3" height="6" className="fill-magenta forced-colors:fill-[Highlight]" />
            </pattern>
          </defs>
          <rect width={percent(within)} height="16" className="fill-cyan forced-colors:fill-[Highlight]" />
          {beyond > 0 && (
            <rect x={percent(mark)} width={percent(beyond)} height="16" fill={`url(#${hatch})`} />
          )}
          {mark < 1 && (
            <rect
              x={percent(mark)}
              y="0"
              width="2"
              height="16"
              className="fill-ink forced-colors:fill-[CanvasText]"
            />
          )}
        </svg>
      </div>
      <div aria-hidden="true" className="figure mt-1 flex justify-between text-xs text-ink-soft">
        <span>0</span>
        <span>{format.number(end)}</span>
      </div>
    </div>
  );
}
