import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";

type PanelProps = Omit<ComponentProps<"section">, "title"> & {
  title?: ReactNode;
  /** Right of the title: a button or two. */
  actions?: ReactNode;
  /** Crop marks; they stand 14 px outside, so leave room. One panel a screen is enough. */
  hasMarks?: boolean;
  /** Without inner space, for tables that run to the trim. */
  isFlush?: boolean;
};

/** A sheet of paper: hairline trim, nothing rounded, nothing floating. */
export function Panel({ title, actions, hasMarks, isFlush, className, children, ...rest }: PanelProps) {
  return (
    <section
      {...rest}
      className={classNames("border border-hairline bg-paper", hasMarks && "crop-marks", className)}
    >
      {(title || actions) && (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-hairline px-4 py-3 sm:px-5">
          {title && <h2 className="text-lg">{title}</h2>}
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={isFlush ? undefined : "p-4 sm:p-5"}>{children}</div>
    </section>
  );
}
