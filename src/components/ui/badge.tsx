import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type BadgeTone = "neutral" | "data" | "attention" | "notice" | "solid";

const tones: Record<BadgeTone, string> = {
  neutral: "border-rule text-ink-soft [--dot:var(--rule)]",
  data: "border-cyan-ink text-cyan-ink [--dot:var(--cyan)]",
  attention: "border-magenta-ink text-magenta-ink [--dot:var(--magenta)]",
  notice: "border-key bg-yellow text-key [--dot:var(--key)]",
  solid: "border-ink bg-ink text-paper [--dot:var(--cyan)]",
};

type BadgeProps = { tone?: BadgeTone; hasDot?: boolean; className?: string; children: ReactNode };

/** A state in a word. The word says it; the ink only helps. */
export function Badge({ tone = "neutral", hasDot = false, className, children }: BadgeProps) {
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 rounded-sm border px-1.5 py-px text-xs font-semibold whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      {hasDot && <span aria-hidden="true" className="size-2 bg-(--dot) forced-color-adjust-none" />}
      {children}
    </span>
  );
}
