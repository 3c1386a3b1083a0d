import { getLocale } from "next-intl/server";
import { Facts } from "#components/site/facts.tsx";
import { Hero } from "#components/site/hero.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { env } from "#lib/env/server.ts";
import { routes } from "#shared/routes.ts";

export default async function LandingPage() {
  const locale = await getLocale();
  const signUp = new URL(getPathname({ href: routes.signUp, locale }), env().APP_URL);
  return (
    <>
      <Hero signInHref={routes.signIn} signUpHref={routes.signUp} codeText={signUp.href} />
      <Facts />
    </>
  );
}
