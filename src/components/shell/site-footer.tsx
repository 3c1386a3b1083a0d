import { useTranslations } from "next-intl";
import { CmykStrip } from "#components/brand/cmyk-strip.tsx";
import { LogoMark } from "#components/brand/logo.tsx";
import { LanguageSwitch } from "#components/ui/language-switch.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { routes } from "#shared/routes.ts";

type SiteFooterProps = {
  isSignedIn: boolean;
  /** Where people can write to us; null where there is no such address. */
  contact: string | null;
};

export function SiteFooter({ isSignedIn, contact }: SiteFooterProps) {
  const t = useTranslations("shell");
  const ways = isSignedIn ? (["dashboard"] as const) : (["signIn", "signUp"] as const);
  return (
    <footer className="mt-auto border-t border-ink">
      <div className="mx-auto flex w-full max-w-[84rem] flex-wrap items-center gap-x-8 gap-y-4 px-4 py-5 sm:px-8">
        <p className="flex items-center gap-3 text-sm text-ink-soft">
          <LogoMark size={22} className="text-ink" />
          {t("tagline")}
        </p>
        <ul className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
          <li>
            <TextLink href={routes.pricing}>{t("pricing")}</TextLink>
          </li>
          {ways.map((way) => (
            <li key={way}>
              <TextLink href={routes[way]}>{t(way)}</TextLink>
            </li>
          ))}
          {contact && (
            <li>
              <TextLink isPlain href={`mailto:${contact}`} className="wrap-anywhere">
                {contact}
              </TextLink>
            </li>
          )}
        </ul>
        <div className="flex items-center gap-1 sm:ms-auto">
          <LanguageSwitch />
          <ThemeToggle />
        </div>
        <CmykStrip />
      </div>
    </footer>
  );
}
