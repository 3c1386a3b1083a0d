import { classNames } from "./class-names.ts";

type ProgressProps = {
  label: string;
  value: number;
  max: number;
  /** What is read out and shown at the right, such as "7 of 10". */
  valueText: string;
  className?: string;
};

/** A used part of a limit, or of a task. Turns magenta when it is full. */
export function Progress({ label, value, max, valueText, className }: ProgressProps) {
  const share = max <= 0 ? 1 : Math.min(1, Math.max(0, value / max));
  return (
    <div className={classNames("grid gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-4 text-sm">
        <span>{label}</span>
        <span className="figure">{valueText}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        aria-valuetext={valueText}
        className="h-2.5 border border-rule bg-paper"
      >
        <div
          className={classNames("h-full forced-color-adjust-none", share >= 1 ? "bg-magenta" : "bg-cyan")}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <div aria-hidden="true" className="ruler-x -mt-1.5 opacity-70" />
    </div>
  );
}
