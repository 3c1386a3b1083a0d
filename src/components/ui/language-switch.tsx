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
    <ul aria-label={t("language")} className={classNames("figure flex text-sm", className)}>
      {routing.locales.map((locale) => (
        <li key={locale}>
          <Link
            href={href}
            locale={locale}
            hrefLang={locale}
            lang={locale}
            aria-current={locale === current ? "true" : undefined}
            className={classNames(
              "grid h-10 min-w-9 place-items-center border-b-[3px] border-transparent pt-[3px] uppercase",
              locale === current ? "border-b-cyan font-semibold" : "text-ink-soft hover:text-ink",
            )}
          >
            {locale}
            <span className="sr-only normal-case"> {t(`languages.${locale}`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
