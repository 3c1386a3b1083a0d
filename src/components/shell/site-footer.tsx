import { useTranslations } from "next-intl";
import { CmykStrip } from "#components/brand/cmyk-strip.tsx";
import { LogoMark } from "#components/brand/logo.tsx";
import { LanguageSwitch } from "#components/ui/language-switch.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { routes } from "#shared/routes.ts";

type SiteFooterProps = { signInHref: string; signUpHref: string };

export function SiteFooter({ signInHref, signUpHref }: SiteFooterProps) {
  const t = useTranslations("shell");
  return (
    <footer className="mt-auto border-t border-ink">
      <div className="mx-auto flex w-full max-w-[84rem] flex-wrap items-center gap-x-8 gap-y-4 px-4 py-5 sm:px-8">
        <p className="flex items-center gap-3 text-sm text-ink-soft">
          <LogoMark size={22} className="text-ink" />
          {t("tagline")}
        </p>
        <ul className="flex gap-5 text-sm">
          <li>
            <TextLink href={routes.pricing}>{t("pricing")}</TextLink>
          </li>
          <li>
            <TextLink href={signInHref}>{t("signIn")}</TextLink>
          </li>
          <li>
            <TextLink href={signUpHref}>{t("signUp")}</TextLink>
          </li>
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
