"use client";

import { useSearchParams } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { Link, usePathname } from "#i18n/navigation.ts";
import { routing } from "#i18n/routing.ts";
import { classNames } from "./class-names.ts";

/** Links to this very page in each language, named in that language. */
export function LanguageSwitch({ className }: { className?: string }) {
  const t = useTranslations("ui");
  const current = useLocale();
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const href = query ? `${pathname}?${query}` : pathname;

  return (
    <nav aria-label={t("language")} className={classNames("figure flex text-sm", className)}>
      {routing.locales.map((locale) => (
        <Link
          key={locale}
          href={href}
          locale={locale}
          hrefLang={locale}
          lang={locale}
          aria-current={locale === current ? "true" : undefined}
          aria-label={t(`languages.${locale}`)}
          className={classNames(
            "grid h-10 min-w-9 place-items-center border-b-[3px] border-transparent pt-[3px] uppercase",
            locale === current ? "border-b-cyan font-semibold" : "text-ink-soft hover:text-ink",
          )}
        >
          {locale}
        </Link>
      ))}
    </nav>
  );
}
