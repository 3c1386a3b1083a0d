import { getLocale } from "next-intl/server";
import { cache } from "react";
import { redirect } from "#i18n/navigation.ts";
import { env } from "#lib/env/server.ts";
import { ensureViewer, type KnownViewer } from "#lib/workspaces/ensure-viewer.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { callerAddress } from "#platform/next/client-address.ts";
import { supabase } from "#platform/next/supabase.ts";
import { Refusal } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";
import { findAuthUser } from "./find-auth-user.ts";
import { type SecondFactor, secondFactorOf } from "./read-second-factor.ts";

/** Asked once a request. @throws Refusal `unavailable` when Supabase does not answer */
const findUser = cache(() => findAuthUser(async (fetch) => (await supabase(fetch)).auth));

/** Who is signed in, whether or not they may use their account. */
const findPerson = cache(async (): Promise<KnownViewer | null> => {
  const found = await findUser();
  if (!found?.user.email || !found.user.email_confirmed_at) return null;
  const { user, secondFactorAt } = found;
  const { name, locale } = user.user_metadata as { name?: unknown; locale?: unknown };
  return ensureViewer(
    db(),
    {
      id: user.id,
      email: found.user.email,
      name: typeof name === "string" ? name : undefined,
      locale: typeof locale === "string" ? locale : undefined,
      secondFactorAt,
    },
    new Date(),
    env().APP_SECRET,
    await callerAddress(),
  );
});

/**
 * Who is signed in, verified with Supabase once a request; null for nobody, and for somebody
 * whose account is paused or to be deleted.
 * @throws Refusal `unavailable` when Supabase does not answer
 */
export async function findViewer(): Promise<Viewer | null> {
  const person = await findPerson();
  return person?.deletionRequestedAt === null && person.pausedAt === null ? person : null;
}

export type Leaver = Viewer & { deletionRequestedAt: Date };

/** Who is signed in to an account that is to be deleted; null for everybody else. */
export async function findLeaver(): Promise<Leaver | null> {
  const person = await findPerson();
  // Whoever is shut out takes nothing back, either.
  if (!person?.deletionRequestedAt || person.pausedAt !== null) return null;
  return { ...person, deletionRequestedAt: person.deletionRequestedAt };
}

/** Who is signed in to an account that an admin has paused; null for everybody else. */
export async function findShutOut(): Promise<Viewer | null> {
  const person = await findPerson();
  return person && person.pausedAt !== null ? person : null;
}

/** The one page that is left of an account that is paused or to be deleted; null for everybody else. */
export async function findLastPage(): Promise<string | null> {
  if (await findShutOut()) return routes.paused;
  return (await findLeaver()) ? routes.leaving : null;
}

/** The address that the session's owner has asked for and not confirmed yet. */
export async function findPendingEmail(): Promise<string | null> {
  return (await findUser())?.user.new_email ?? null;
}

/** The second factor that the session's owner has set up, whether or not they have shown it. */
export async function findSecondFactor(): Promise<SecondFactor | null> {
  const found = await findUser();
  return found && secondFactorOf(found.user);
}

/** @throws Refusal `unauthenticated`, `forbidden` for an account that is paused or to be deleted */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await findViewer();
  if (viewer) return viewer;
  if (await findShutOut()) throw new Refusal("forbidden", { values: { reason: "account_paused" } });
  throw new Refusal((await findPerson()) ? "forbidden" : "unauthenticated");
}

/**
 * For pages: who is signed in, or the way to the sign-in page and back to `path`. An account that
 * is paused or to be deleted has one page only.
 */
export async function requirePageViewer(path: string): Promise<Viewer> {
  const viewer = await findViewer();
  if (viewer) return viewer;
  const locale = await getLocale();
  const lastPage = await findLastPage();
  if (lastPage) return redirect({ href: lastPage, locale });
  return redirect({ href: { pathname: routes.signIn, query: { next: path } }, locale });
}

/** For the pages of signing in: who is signed in already goes on to `next`, or to the dashboard. */
export async function redirectSignedIn(next: string | null): Promise<void> {
  // The dashboard sends on who has one page only.
  if (await findPerson()) redirect({ href: next ?? routes.dashboard, locale: await getLocale() });
}
