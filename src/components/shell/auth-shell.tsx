import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CmykStrip } from "#components/brand/cmyk-strip.tsx";
import { Logo } from "#components/brand/logo.tsx";
import { RegistrationMark } from "#components/brand/registration-mark.tsx";
import { LanguageSwitch } from "#components/ui/language-switch.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { Link } from "#i18n/navigation.ts";
import { routes } from "#shared/routes.ts";
import { SkipLink } from "./skip-link.tsx";

type AuthShellProps = {
  title: ReactNode;
  description?: ReactNode;
  /** Under the sheet: the way to the other form. */
  footer?: ReactNode;
  children: ReactNode;
};

/** Signing in and its relatives: one narrow sheet on the press bed. */
export function AuthShell({ title, description, footer, children }: AuthShellProps) {
  const t = useTranslations("shell");
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="mx-auto flex h-16 w-full max-w-7xl items-center justify-between px-4 sm:px-6">
        <Link href={routes.home} aria-label={t("home")} className="flex">
          <Logo />
        </Link>
        <div className="flex items-center gap-1">
          <LanguageSwitch />
          <ThemeToggle />
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto grid w-full max-w-[30rem] grow content-start px-5 pt-8 pb-16 sm:pt-[7vh]"
      >
        <div className="crop-marks border border-hairline bg-paper">
          <div aria-hidden="true" className="flex items-start justify-between overflow-hidden">
            <div className="ruler-x grow" />
          </div>
          <div className="px-5 pt-6 pb-7 sm:px-8">
            <h1 className="text-2xl leading-tight [font-stretch:120%]">{title}</h1>
            {description && <div className="mt-2 text-ink-soft">{description}</div>}
            <div className="mt-6">{children}</div>
          </div>
          <div
            aria-hidden="true"
            className="flex items-center justify-between border-t border-hairline px-5 py-2.5 sm:px-8"
          >
            <CmykStrip />
            <RegistrationMark size={20} className="text-ink-soft" />
          </div>
        </div>
        {footer && <div className="mt-7 text-center">{footer}</div>}
      </main>
    </div>
  );
}
