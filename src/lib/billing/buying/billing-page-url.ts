import { env } from "#lib/env/server.ts";
import { defaultLocale, type Locale } from "#shared/locale.ts";
import { routes } from "#shared/routes.ts";

/** The full address of the page that Stripe sends people back to, in their language. */
export function billingPageUrl(
  locale: Locale,
  purchase: Parameters<typeof routes.billingFor>[0] = {},
): string {
  return `${env().APP_URL}${locale === defaultLocale ? "" : `/${locale}`}${routes.billingFor(purchase)}`;
}
