import { useFormatter, useTranslations } from "next-intl";
import { chartScale, labelStride } from "./chart-scale.ts";
import { classNames } from "./class-names.ts";

/** Labels are unique within a chart. */
export type BarDatum = { label: string; value: number; secondary?: number };

type BarChartProps = {
  /** Names the chart, such as "Scans by day". */
  title: string;
  data: BarDatum[];
  /** The column heads of the table beneath. */
  labelHeading: string;
  valueHeading: string;
  /** Set when the data carry a second value, which is a part of the first and drawn over it. */
  secondaryHeading?: string;
  /** For a chart that is one of many on its page. */
  isLow?: boolean;
  className?: string;
};

const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

/**
 * Bars drawn on the server. The drawing is for eyes and pointers; the same figures stand in a
 * table that opens beneath it, for keyboards and screen readers.
 */
export function BarChart({
  title,
  data,
  labelHeading,
  valueHeading,
  secondaryHeading,
  isLow = false,
  className,
}: BarChartProps) {
  const t = useTranslations("ui");
  const format = useFormatter();
  const { top, ticks } = chartScale(Math.max(0, ...data.map((each) => each.value)));
  const slot = 1 / Math.max(1, data.length);
  const stride = labelStride(data.length, isLow ? 4 : 6);
  const tickTexts = ticks.map((tick) => format.number(tick, { notation: "compact" }));
  const isEmpty = data.every((each) => each.value === 0);
  const describe = (each: BarDatum) =>
    [
      each.label,
      `${valueHeading}: ${format.number(each.value)}`,
      secondaryHeading && `${secondaryHeading}: ${format.number(each.secondary ?? 0)}`,
    ]
      .filter(Boolean)
      .join("\n");

  return (
    <figure className={classNames("m-0", className)}>
      <div aria-hidden="true" className="grid grid-cols-[auto_1fr] gap-x-2">
        <div className="figure relative min-w-[4ch] text-xs text-ink-soft">
          {/* As wide as the longest of them, which stand beside it. */}
          <span className="invisible whitespace-nowrap">
            {tickTexts.reduce((longest, text) => (text.length > longest.length ? text : longest), "")}
          </span>
          {ticks.map((tick, index) => (
            <span
              key={tick}
              className="absolute end-0 translate-y-1/2 whitespace-nowrap"
              style={{ bottom: percent(tick / top) }}
            >
              {tickTexts[index]}
            </span>
          ))}
        </div>
        <div className={classNames("relative", isLow ? "h-24" : "h-44")}>
          <svg
            aria-hidden="true"
            width="100%"
            height="100%"
            className="block overflow-visible"
            focusable="false"
          >
            {ticks.map((tick) => (
              <line
                key={tick}
                x1="0"
                x2="100%"
                y1={percent(1 - tick / top)}
                y2={percent(1 - tick / top)}
                className={tick === 0 ? "stroke-ink" : "stroke-hairline"}
                shapeRendering="crispEdges"
              />
            ))}
            {data.map((each, index) => (
              <g key={each.label} className="group">
                <title>{describe(each)}</title>
                <rect
                  x={percent(index * slot)}
                  y="0"
                  width={percent(slot)}
                  height="100%"
                  className="fill-transparent group-hover:fill-well"
                />
                <rect
                  x={percent((index + 0.16) * slot)}
                  y={percent(1 - each.value / top)}
                  width={percent(slot * 0.68)}
                  height={percent(each.value / top)}
                  className="fill-cyan forced-colors:fill-[Highlight]"
                />
                {each.secondary !== undefined && (
                  <rect
                    x={percent((index + 0.16) * slot)}
                    y={percent(1 - each.secondary / top)}
                    width={percent(slot * 0.68)}
                    height={percent(each.secondary / top)}
                    className="fill-ink forced-colors:fill-[CanvasText]"
                  />
                )}
              </g>
            ))}
          </svg>
          {isEmpty && (
            <p className="absolute inset-0 grid place-items-center text-ink-soft">
              <span className="bg-paper px-2">{t("chartEmpty")}</span>
            </p>
          )}
        </div>
        <div />
        <div className="figure relative mt-1 h-6 text-xs text-ink-soft">
          {data.map(
            (each, index) =>
              index % stride === 0 && (
                <span
                  key={each.label}
                  className={classNames(
                    "absolute top-0 border-s border-rule ps-1 pt-1 leading-4 whitespace-nowrap",
                    (index / stride) % 2 === 1 && "max-sm:hidden",
                  )}
                  style={{ insetInlineStart: percent((index + 0.16) * slot) }}
                >
                  {each.label}
                </span>
              ),
          )}
        </div>
      </div>
      <figcaption className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
        <span className="sr-only">{title}</span>
        <Key ink="bg-cyan">{valueHeading}</Key>
        {secondaryHeading && <Key ink="bg-ink">{secondaryHeading}</Key>}
      </figcaption>
      {data.length > 0 && (
        <details className="mt-2 text-sm">
          <summary className="inline-block text-ink-soft underline decoration-rule underline-offset-4 hover:text-ink">
            {t("chartTable")}
          </summary>
          <table className="mt-2 w-full max-w-md border border-hairline">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr>
                <th scope="col" className="caption px-3 py-1.5 text-start">
                  {labelHeading}
                </th>
                <th scope="col" className="caption px-3 py-1.5 text-end">
                  {valueHeading}
                </th>
                {secondaryHeading && (
                  <th scope="col" className="caption px-3 py-1.5 text-end">
                    {secondaryHeading}
                  </th>
                )}
              </tr>
            </thead>
            <tbody className="divide-y divide-hairline">
              {data.map((each) => (
                <tr key={each.label}>
                  <th scope="row" className="figure px-3 py-1 text-start font-normal">
                    {each.label}
                  </th>
                  <td className="figure px-3 py-1 text-end">{format.number(each.value)}</td>
                  {secondaryHeading && (
                    <td className="figure px-3 py-1 text-end">{format.number(each.secondary ?? 0)}</td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </figure>
  );
}

function Key({ ink, children }: { ink: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={classNames("size-3 forced-color-adjust-none", ink)} />
      {children}
    </span>
  );
}
