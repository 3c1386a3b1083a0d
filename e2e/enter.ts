import type { BrowserContext } from "@playwright/test";
import { createServerClient } from "@supabase/ssr";
import { codeOf } from "../sandbox/auth/factors/code-of.ts";
import { sessionCookieOptions } from "../src/shared/session-cookies.ts";
import type { Person } from "./sign-in.ts";
import type { Stack } from "./stack.ts";

/**
 * Gives a browser the session of somebody, as their sign-in would: for journeys that are about
 * something else.
 * @param hasSecondFactor whether they set one up and show it
 */
export async function enter(
  context: BrowserContext,
  { appUrl, supabaseUrl, supabaseKey }: Stack,
  person: Person,
  { hasSecondFactor = false } = {},
): Promise<void> {
  const jar = new Map<string, string>();
  const { auth } = createServerClient(supabaseUrl, supabaseKey, {
    cookieOptions: sessionCookieOptions(appUrl),
    cookies: {
      getAll: () => [...jar].map(([name, value]) => ({ name, value })),
      setAll: (cookies) => {
        for (const { name, value } of cookies) jar.set(name, value);
      },
    },
  });
  const signedIn = await auth.signInWithPassword(person);
  if (signedIn.error) throw signedIn.error;
  if (hasSecondFactor) {
    const enrolled = await auth.mfa.enroll({ factorType: "totp" });
    if (enrolled.error) throw enrolled.error;
    const { id: factorId, totp } = enrolled.data;
    const shown = await auth.mfa.challengeAndVerify({ factorId, code: codeOf(totp.secret) });
    if (shown.error) throw shown.error;
  }
  const kept = [...jar].filter(([, value]) => value !== "");
  await context.addCookies(kept.map(([name, value]) => ({ name, value, url: appUrl, httpOnly: true })));
}
