import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { SiteFooter } from "#components/shell/site-footer.tsx";
import { SiteHeader } from "#components/shell/site-header.tsx";
import { SkipLink } from "#components/shell/skip-link.tsx";
import { contactAddress } from "#lib/mails/contact.ts";
import { hasSessionCookie } from "#shared/session-cookies.ts";

export default async function SiteLayout({ children }: { children: ReactNode }) {
  // Nobody is asked who it is: these pages stay as quick for a visitor as they can be.
  const isSignedIn = hasSessionCookie((await cookies()).getAll().map(({ name }) => name));
  return (
    <div className="flex min-h-dvh flex-col overflow-x-clip">
      <SkipLink />
      <SiteHeader isSignedIn={isSignedIn} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <SiteFooter isSignedIn={isSignedIn} contact={contactAddress()} />
    </div>
  );
}
