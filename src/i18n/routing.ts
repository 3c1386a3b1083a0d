import { defineRouting } from "next-intl/routing";
import { defaultLocale, locales } from "#shared/locale.ts";

/** English stands at the root; only Polish carries its prefix. */
export const routing = defineRouting({
  locales,
  defaultLocale,
  localePrefix: "as-needed",
});
