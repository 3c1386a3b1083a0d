import type { ReactNode } from "react";
import { RegistrationMark } from "../brand/registration-mark.tsx";

type EmptyStateProps = {
  title: ReactNode;
  /** `h1` where nothing else stands on the page. */
  heading?: "h1" | "h2";
  children?: ReactNode;
  action?: ReactNode;
};

/** A blank sheet: says what would stand here and how to begin. */
export function EmptyState({ title, heading: Heading = "h2", children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-3 px-4 py-14 text-center">
      <RegistrationMark size={44} className="text-ink-soft" />
      <Heading className="mt-2 text-lg">{title}</Heading>
      {children && <div className="max-w-[46ch] text-ink-soft">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
