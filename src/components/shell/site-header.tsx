import { useTranslations } from "next-intl";
import { Logo } from "#components/brand/logo.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { LanguageSwitch } from "#components/ui/language-switch.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { Link } from "#i18n/navigation.ts";
import { routes } from "#shared/routes.ts";

// Beside the logo two names have to fit 360 px, in Polish as well.
const narrow = "max-sm:px-2.5 max-[24rem]:px-1.5 max-[24rem]:text-sm";

type SiteHeaderProps = {
  /** Whether a session is likely; the way in turns into the way back. */
  isSignedIn: boolean;
};

/** The head of the public pages; on a phone language and theme move to the footer. */
export function SiteHeader({ isSignedIn }: SiteHeaderProps) {
  const t = useTranslations("shell");
  return (
    <header className="mx-auto flex h-16 w-full max-w-[84rem] items-center justify-between gap-3 px-4 sm:px-8">
      <Link href={routes.home} aria-label={t("home")} className="flex">
        <Logo />
      </Link>
      <div className="flex items-center gap-1 sm:gap-2">
        <div className="hidden items-center gap-1 sm:flex">
          <LanguageSwitch />
          <ThemeToggle />
        </div>
        <ButtonLink href={routes.pricing} variant="ghost" className={narrow}>
          {t("pricing")}
        </ButtonLink>
        {isSignedIn ? (
          <ButtonLink href={routes.dashboard} variant="primary" className={narrow}>
            {t("dashboard")}
          </ButtonLink>
        ) : (
          <>
            <ButtonLink href={routes.signIn} variant="ghost" className={narrow}>
              {t("signIn")}
            </ButtonLink>
            <ButtonLink href={routes.signUp} variant="primary" className="max-sm:hidden">
              {t("signUp")}
            </ButtonLink>
          </>
        )}
      </div>
    </header>
  );
}
