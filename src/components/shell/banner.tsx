import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { Icon } from "#components/ui/icons.tsx";

type BannerProps = { tone?: "notice" | "attention"; children: ReactNode; action?: ReactNode };

/** A line above the page's content: yellow for the trial and notices, magenta for what is wrong. */
export function Banner({ tone = "notice", children, action }: BannerProps) {
  return (
    <div
      className={classNames(
        "border-b",
        tone === "notice" ? "border-key bg-yellow text-key" : "border-magenta bg-magenta-wash",
      )}
    >
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2 sm:px-6">
        <Icon name={tone === "notice" ? "info" : "warning"} size={18} className="shrink-0" />
        <div className="min-w-0 flex-1 basis-64">{children}</div>
        {action}
      </div>
    </div>
  );
}
