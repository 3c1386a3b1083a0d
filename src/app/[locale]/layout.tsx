import "../globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { hasLocale, NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { parseTheme, themeCookie } from "#components/ui/theme.ts";
import { routing } from "#i18n/routing.ts";
import { env } from "#lib/env/server.ts";

// The policy carries a nonce, so no page can be made before it is asked for.
export const dynamic = "force-dynamic";

type Props = { children: ReactNode; params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  const t = await getTranslations({
    locale: hasLocale(routing.locales, locale) ? locale : routing.defaultLocale,
    namespace: "site",
  });
  return {
    metadataBase: new URL(env().APP_URL),
    title: { default: t("title"), template: `%s · ${t("name")}` },
    description: t("description"),
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function LocaleLayout({ children, params }: Props) {
  const { locale } = await params;
  if (!hasLocale(routing.locales, locale)) notFound();
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  // Pages hand the words of their islands over as props where they can; these are for the rest.
  const { ui, errors, shell, codes, account, auth, outage, billing, promo } = await getMessages();
  return (
    <html lang={locale} data-theme={theme === "system" ? undefined : theme}>
      <body>
        <NextIntlClientProvider
          messages={{ ui, errors, shell, codes, account, auth, outage, billing, promo }}
        >
          {children}
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
