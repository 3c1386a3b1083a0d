import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Icon } from "#components/ui/icons.tsx";

type Props = {
  name: string;
  /** Said of the plan that the reader has. */
  mark: string | null;
  /** A drawing of how much fits. */
  sheet: ReactNode;
  sheetCaption: string;
  price: string;
  /** What it costs without a discount; left out where there is none. */
  regular?: { label: string; price: string } | undefined;
  per?: string;
  note: string;
  lines: string[];
  /** How much of what is counted it allows. */
  limits: ReactNode;
  action: ReactNode;
  footnote?: string | undefined;
};

/** One plan: what fits on its sheet, what it costs, what it does. */
export function PlanCard({
  name,
  mark,
  sheet,
  sheetCaption,
  price,
  regular,
  per,
  note,
  lines,
  limits,
  action,
  footnote,
}: Props) {
  return (
    <div className="flex flex-col px-5 py-8 not-first:max-md:border-t not-first:border-hairline sm:px-10">
      <figure aria-hidden="true" className="mb-7">
        {sheet}
        <figcaption className="figure mt-2 text-xs text-ink-soft">{sheetCaption}</figcaption>
      </figure>
      <h2 className="flex flex-wrap items-center gap-3 text-2xl [font-stretch:118%]">
        {name}
        {mark && (
          <Badge tone="data" hasDot>
            {mark}
          </Badge>
        )}
      </h2>
      <p className="mt-3 flex flex-wrap items-baseline gap-x-3">
        {regular && (
          <del className="figure text-xl text-ink-soft">
            <span className="sr-only">{regular.label} </span>
            {regular.price}
          </del>
        )}
        <span className="font-mono text-5xl leading-none font-medium tracking-tight [font-stretch:75%] tabular-nums">
          {price}
        </span>
        {per && <span className="text-lg text-ink-soft">{per}</span>}
      </p>
      <p className="mt-2 min-h-[3em] text-ink-soft">{note}</p>
      <ul className="mt-4 mb-6 grid gap-2.5">
        {lines.map((line) => (
          <li key={line} className="flex gap-2.5">
            <Icon name="check" size={18} className="mt-[3px] shrink-0 text-cyan-ink" />
            {line}
          </li>
        ))}
      </ul>
      {limits}
      <div className="mt-auto flex flex-wrap items-center gap-x-5 gap-y-3">
        {action}
        {footnote && <p className="text-sm text-ink-soft">{footnote}</p>}
      </div>
    </div>
  );
}
