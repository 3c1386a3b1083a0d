import { defineRouting } from "next-intl/routing";
import { locales } from "#shared/locale.ts";

/** English stands at the root; only Polish carries its prefix. */
export const routing = defineRouting({
  locales,
  defaultLocale: "en",
  localePrefix: "as-needed",
});
