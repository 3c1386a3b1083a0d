import { defineRouting } from "next-intl/routing";

/** English stands at the root; only Polish carries its prefix. */
export const routing = defineRouting({
  locales: ["en", "pl"],
  defaultLocale: "en",
  localePrefix: "as-needed",
});
