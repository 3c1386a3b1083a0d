import { projectAccess } from "#lib/entitlements/projection.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { enqueueMails } from "#lib/mails/enqueue-mails.ts";
import { welcomeMail } from "#lib/mails/welcome-mail.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { networkOf } from "#platform/http/network.ts";
import { Refusal } from "#shared/errors.ts";
import { parseLocale } from "#shared/locale.ts";
import { addMember } from "./add-member.ts";
import { canonicalEmail, identityHash, isDisposableEmail } from "./email-identity.ts";
import {
  findProfile,
  hasMembership,
  insertPersonalWorkspace,
  insertSignUp,
  insertTrial,
  type ProfileRow,
  upsertProfile,
} from "./store.ts";
import { trialEnd } from "./trial.ts";
import type { Viewer } from "./viewer.ts";

/** A confirmed person as Supabase knows them. */
export type AuthenticatedUser = {
  id: string;
  email: string;
  name?: string;
  locale?: string;
  /** When the second factor was shown in this session. */
  secondFactorAt?: Date | null;
};

/** A viewer, and whether they still are one. */
export type KnownViewer = Viewer & {
  /** Since when the account is to be deleted; null for one that stays. */
  deletionRequestedAt: Date | null;
  /** Since when an admin has shut the account out; null for one that may be used. */
  pausedAt: Date | null;
};

/**
 * The viewer of a confirmed user. The first time it makes the profile, a personal workspace
 * and, once per canonical e-mail address, a trial of seven days; any number of first requests
 * at once make one of each.
 * @param address of whoever makes the request; only its network is kept, and only the first time
 * @throws Refusal `unauthenticated` for an account that was erased
 */
export async function ensureViewer(
  db: PrismaRoot,
  user: AuthenticatedUser,
  now: Date,
  secret: string,
  address: string | null = null,
): Promise<KnownViewer> {
  const known = await findProfile(db, user.id);
  if (known && known.email === user.email && known.memberships.length > 0) return toViewer(known, user);

  const profile = await db.$transaction(async (tx) => {
    const isThere = await upsertProfile(tx, {
      id: user.id,
      email: user.email,
      name: user.name?.slice(0, 100) ?? "",
      locale: parseLocale(user.locale),
    });
    // An erased profile never has the address of its user, so it always comes this way.
    if (!isThere) throw new Refusal("unauthenticated");
    if (!(await hasMembership(tx, user.id))) await settle(tx, user, now, secret, address);
    return findProfile(tx, user.id);
  });
  if (!profile) throw new Error("the profile vanished in its own transaction");
  return toViewer(profile, user);
}

/** Gives a newcomer a workspace and, where it may be had, the trial; and counts the sign-up. */
async function settle(
  tx: Prisma,
  user: AuthenticatedUser,
  now: Date,
  secret: string,
  address: string | null,
): Promise<void> {
  const workspaceId = await insertPersonalWorkspace(tx, user.name || user.email);
  await addMember(tx, { workspaceId, profileId: user.id, role: "OWNER" }, null, now);
  const canonical = canonicalEmail(user.email);
  const trial = { identityHash: identityHash(canonical, secret), workspaceId, startedAt: now };
  const isDisposable = isDisposableEmail(canonical);
  const isGiven = !isDisposable && (await insertTrial(tx, { ...trial, endsAt: trialEnd(now) }));
  await projectAccess(tx, workspaceId, await findAccessFacts(tx, workspaceId), now);
  await insertSignUp(tx, {
    profileId: user.id,
    emailDomain: canonical.slice(canonical.lastIndexOf("@") + 1),
    network: networkOf(address),
    trial: isDisposable ? "disposable" : isGiven ? "given" : "had_before",
    at: now,
  });
  const recipient = { profileId: user.id, email: user.email, locale: parseLocale(user.locale) };
  await enqueueMails(tx, [welcomeMail(recipient, workspaceId, isGiven ? trialEnd(now) : null)], now);
}

function toViewer(profile: ProfileRow, { secondFactorAt = null }: AuthenticatedUser): KnownViewer {
  const { deletionRequestedAt, pausedAt, memberships } = profile;
  const open = memberships.find(({ workspace }) => workspace.closedAt === null);
  if (!open && deletionRequestedAt === null) throw new Refusal("forbidden");
  const membership = open ?? memberships[0];
  if (!membership) throw new Error("a profile without a workspace");
  const { id, name, trialEndsAt, entitlementVersion } = membership.workspace;
  return {
    profileId: profile.id,
    email: profile.email,
    name: profile.name,
    locale: parseLocale(profile.locale),
    platformRole: profile.role,
    secondFactorAt,
    workspace: { id, name, trialEndsAt, entitlementVersion, role: membership.role },
    deletionRequestedAt,
    pausedAt,
  };
}
