"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The reader's IANA time zone; UTC until the browser has told it. */
export function useTimeZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}
