import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { Icon } from "./icons.tsx";

/** The platform's own list, with our frame. `className` goes to the frame. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={classNames("relative block", className)}>
      <select {...rest} className="control appearance-none pe-9">
        {children}
      </select>
      <Icon
        name="chevron-down"
        size={16}
        className="pointer-events-none absolute end-3 top-1/2 -translate-y-1/2 text-ink-soft"
      />
    </span>
  );
}
