"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * The heading of a page that took a form's place: it takes the focus, which went with the form,
 * and so tells what came instead.
 */
export function ArrivalTitle({ children }: { children: ReactNode }) {
  const title = useRef<HTMLSpanElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <span ref={title} tabIndex={-1} className="outline-none">
      {children}
    </span>
  );
}
