import type { ReactNode } from "react";
import { useActionText } from "#components/activity/use-action-text.ts";

type Props = {
  action: string;
  /** What stands before its name. */
  children?: ReactNode;
};

/** What was done: in words, and by the name under which the audit has it. */
export function ActionText({ action, children }: Props) {
  const textOf = useActionText();
  return (
    <span className="grid justify-items-start gap-1">
      <span className="font-semibold">{textOf(action)}</span>
      <span className="flex flex-wrap items-center gap-2">
        {children}
        <span className="font-mono text-xs font-normal text-ink-soft">{action}</span>
      </span>
    </span>
  );
}
