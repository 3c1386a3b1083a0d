import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      rows={rows}
      className={classNames("control min-h-24 field-sizing-content", className)}
    />
  );
}
