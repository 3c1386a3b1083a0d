import type { ReactNode } from "react";
import { SiteFooter } from "#components/shell/site-footer.tsx";
import { SiteHeader } from "#components/shell/site-header.tsx";
import { SkipLink } from "#components/shell/skip-link.tsx";
import { routes } from "#shared/routes.ts";

export default function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col overflow-x-clip">
      <SkipLink />
      <SiteHeader signInHref={routes.signIn} signUpHref={routes.signUp} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <SiteFooter signInHref={routes.signIn} signUpHref={routes.signUp} />
    </div>
  );
}
