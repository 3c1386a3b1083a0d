import { getLocale } from "next-intl/server";
import { Facts } from "#components/site/facts.tsx";
import { Hero } from "#components/site/hero.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { env } from "#lib/env/server.ts";

export default async function LandingPage() {
  const locale = await getLocale();
  const signUp = new URL(getPathname({ href: "/sign-up", locale }), env().APP_URL);
  return (
    <>
      <Hero signInHref="/sign-in" signUpHref="/sign-up" codeText={signUp.href} />
      <Facts />
    </>
  );
}
