import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Logo } from "#components/brand/logo.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { LanguageSwitch } from "#components/ui/language-switch.tsx";
import { ThemeToggle } from "#components/ui/theme-toggle.tsx";
import { Link } from "#i18n/navigation.ts";
import { type AccountEntry, AccountMenu } from "./account-menu.tsx";
import { MobileMenu } from "./mobile-menu.tsx";
import { type NavEntry, NavLinks } from "./nav-links.tsx";
import { SkipLink } from "./skip-link.tsx";

type AppShellProps = {
  homeHref: string;
  nav: NavEntry[];
  workspaceName: string;
  planBadge?: ReactNode;
  account: { name: string; email: string; entries: AccountEntry[] };
  /** The form that signs out, with its button; used in the account menu. */
  signOut: ReactNode;
  /** One or more `Banner`s. */
  banner?: ReactNode;
  /** Where there are more entries than a header holds, they stand beside the page. */
  hasSideNav?: boolean;
  children: ReactNode;
};

/** The frame of everything behind the sign-in. */
export function AppShell({
  homeHref,
  nav,
  workspaceName,
  planBadge,
  account,
  signOut,
  banner,
  hasSideNav = false,
  children,
}: AppShellProps) {
  const t = useTranslations("shell");
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="border-b border-ink bg-paper [--logo-ground:var(--paper)]">
        <div className="mx-auto flex h-14 max-w-7xl items-stretch gap-2 px-4 sm:gap-6 sm:px-6">
          <Link href={homeHref} aria-label={t("home")} className="flex items-center">
            <Logo />
          </Link>
          {!hasSideNav && (
            <div className="hidden lg:block">
              <NavLinks label={t("primaryNav")} entries={nav} />
            </div>
          )}
          <div className="ms-auto flex min-w-0 items-center gap-1 sm:gap-2">
            <p className="me-1 hidden min-w-0 items-center gap-2 min-[56rem]:flex">
              <span className="sr-only">{t("workspace")}: </span>
              <span className="max-w-56 truncate text-sm text-ink-soft max-xl:sr-only">{workspaceName}</span>
              {planBadge}
            </p>
            <div className="hidden items-center gap-1 lg:flex">
              <LanguageSwitch />
              <ThemeToggle />
            </div>
            <AccountMenu {...account} signOut={signOut} />
            <div className="lg:hidden">
              <MobileMenu entries={nav}>
                <p className="flex flex-wrap items-center gap-2">
                  <span className="sr-only">{t("workspace")}: </span>
                  <span className="text-ink-soft">{workspaceName}</span>
                  {planBadge}
                </p>
                <div className="flex items-center justify-between border-t border-hairline pt-4">
                  <LanguageSwitch />
                  <ThemeToggle />
                </div>
              </MobileMenu>
            </div>
          </div>
        </div>
      </header>
      {banner && <aside aria-label={t("notices")}>{banner}</aside>}
      <div aria-hidden="true" className="mx-auto w-full max-w-7xl overflow-hidden px-4 sm:px-6">
        <div className="ruler-x [--tick:var(--hairline)]" />
      </div>
      <div className="mx-auto flex w-full max-w-7xl grow px-4 sm:px-6">
        {hasSideNav && (
          <div className="hidden w-44 shrink-0 border-e border-hairline pt-6 lg:block">
            <div className="sticky top-6">
              <NavLinks label={t("primaryNav")} entries={nav} look="side" />
            </div>
          </div>
        )}
        <main
          id="main"
          tabIndex={-1}
          className={classNames("min-w-0 grow pt-6 pb-16", hasSideNav && "lg:ps-6")}
        >
          {children}
        </main>
      </div>
    </div>
  );
}
