import type { PrismaRoot } from "#platform/db/prisma.ts";
import { parseLocale } from "#shared/locale.ts";
import { canonicalEmail, identityHash, isDisposableEmail } from "./email-identity.ts";
import {
  findProfile,
  hasMembership,
  insertPersonalWorkspace,
  insertTrial,
  type ProfileRow,
  upsertProfile,
} from "./store.ts";
import { trialEnd } from "./trial.ts";
import type { Viewer } from "./viewer.ts";

/** A confirmed person as Supabase knows them. */
export type AuthenticatedUser = { id: string; email: string; name?: string; locale?: string };

/**
 * The viewer of a confirmed user. The first time it makes the profile, a personal workspace
 * and, once per canonical e-mail address, a trial of seven days; any number of first requests
 * at once make one of each.
 */
export async function ensureViewer(
  db: PrismaRoot,
  user: AuthenticatedUser,
  now: Date,
  secret: string,
): Promise<Viewer> {
  const known = await findProfile(db, user.id);
  if (known && known.email === user.email && known.memberships.length > 0) return toViewer(known);

  const profile = await db.$transaction(async (tx) => {
    await upsertProfile(tx, {
      id: user.id,
      email: user.email,
      name: user.name?.slice(0, 100) ?? "",
      locale: parseLocale(user.locale),
    });
    if (!(await hasMembership(tx, user.id))) {
      const workspaceId = await insertPersonalWorkspace(tx, user.id, user.name || user.email);
      const canonical = canonicalEmail(user.email);
      if (!isDisposableEmail(canonical)) {
        await insertTrial(tx, {
          identityHash: identityHash(canonical, secret),
          workspaceId,
          startedAt: now,
          endsAt: trialEnd(now),
        });
      }
    }
    return findProfile(tx, user.id);
  });
  if (!profile) throw new Error("the profile vanished in its own transaction");
  return toViewer(profile);
}

function toViewer(profile: ProfileRow): Viewer {
  const membership = profile.memberships[0];
  if (!membership) throw new Error("a profile without a workspace");
  return {
    profileId: profile.id,
    email: profile.email,
    name: profile.name,
    locale: parseLocale(profile.locale),
    platformRole: profile.role,
    workspace: { ...membership.workspace, role: membership.role },
  };
}
