import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

type StatProps = { label: ReactNode; value: ReactNode; note?: ReactNode; className?: string };

/** One big figure with what it counts. Place several in a `<dl>`. */
export function Stat({ label, value, note, className }: StatProps) {
  return (
    <div className={classNames("grid content-start gap-1 border-s border-ink ps-3", className)}>
      <dt className="caption">{label}</dt>
      <dd className="font-mono text-3xl leading-none font-medium tracking-tight [font-stretch:75%] tabular-nums">
        {value}
      </dd>
      {note && <dd className="text-sm text-ink-soft">{note}</dd>}
    </div>
  );
}
