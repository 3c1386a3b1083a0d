import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icons.tsx";

export type MessageTone = "error" | "success" | "notice" | "info";

const tones: Record<MessageTone, { css: string; icon: IconName }> = {
  error: { css: "border-magenta bg-magenta-wash", icon: "warning" },
  success: { css: "border-cyan bg-cyan-wash", icon: "check" },
  notice: { css: "border-yellow bg-yellow-wash", icon: "info" },
  info: { css: "border-rule bg-well", icon: "info" },
};

type FormMessageProps = { tone?: MessageTone; children?: ReactNode; className?: string };

/** The outcome of a form. Errors interrupt a screen reader, the rest waits its turn. */
export function FormMessage({ tone = "error", children, className }: FormMessageProps) {
  if (!children) return null;
  const { css, icon } = tones[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={classNames("flex scroll-my-4 gap-2.5 border-s-4 px-3 py-2.5 text-base", css, className)}
    >
      <Icon name={icon} size={18} className="mt-[3px] shrink-0" />
      <div className="min-w-0 wrap-break-word">{children}</div>
    </div>
  );
}
