import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";

/** Marks the trim of what it holds, 14 px outside; leave that much room around it. */
export function CropMarks({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={classNames("crop-marks", className)}>{children}</div>;
}
