import type { User } from "@supabase/supabase-js";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { redirect } from "#i18n/navigation.ts";
import { env } from "#lib/env/server.ts";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { supabase } from "#platform/next/supabase.ts";
import { Refusal } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";
import { isAuthOutage, toRefusal } from "./auth-errors.ts";

/**
 * The session's owner as Supabase knows them, asked once a request; null for nobody.
 * @throws Refusal `unavailable` when Supabase does not answer
 */
const findAuthUser = cache(async (): Promise<User | null> => {
  const client = await supabase();
  const { data, error } = await client.auth.getUser();
  if (error && isAuthOutage(error)) throw toRefusal(error);
  return data.user;
});

/**
 * Who is signed in, verified with Supabase once a request; null for nobody.
 * @throws Refusal `unavailable` when Supabase does not answer
 */
export const findViewer = cache(async (): Promise<Viewer | null> => {
  const user = await findAuthUser();
  if (!user?.email || !user.email_confirmed_at) return null;
  const { name, locale } = user.user_metadata as { name?: unknown; locale?: unknown };
  return ensureViewer(
    db(),
    {
      id: user.id,
      email: user.email,
      name: typeof name === "string" ? name : undefined,
      locale: typeof locale === "string" ? locale : undefined,
    },
    new Date(),
    env().APP_SECRET,
  );
});

/** The address that the session's owner has asked for and not confirmed yet. */
export async function findPendingEmail(): Promise<string | null> {
  return (await findAuthUser())?.new_email ?? null;
}

/** @throws Refusal `unauthenticated` */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await findViewer();
  if (!viewer) throw new Refusal("unauthenticated");
  return viewer;
}

/** For pages: who is signed in, or the way to the sign-in page and back to `path`. */
export async function requirePageViewer(path: string): Promise<Viewer> {
  const viewer = await findViewer();
  if (viewer) return viewer;
  return redirect({ href: { pathname: routes.signIn, query: { next: path } }, locale: await getLocale() });
}

/** For the pages of signing in: who is signed in already goes on to `next`, or to the dashboard. */
export async function redirectSignedIn(next: string | null): Promise<void> {
  if (await findViewer()) redirect({ href: next ?? routes.dashboard, locale: await getLocale() });
}
