import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { changePassword } from "#lib/account/change-password.ts";
import { anonymousAuth } from "#lib/auth/auth-client.ts";
import { findAuthUser } from "#lib/auth/find-auth-user.ts";
import { type SecondFactor, secondFactorOf } from "#lib/auth/read-second-factor.ts";
import { removeFactor } from "#lib/auth/second-factor.ts";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { minuteMs } from "#shared/time.ts";
import { codeOf } from "../../../sandbox/auth/factors/code-of.ts";
import { openAuthStage } from "../../../sandbox/testing/auth-stage.ts";
import { requireAdmin, requireFreshAdmin } from "./guard.ts";
import { beginOwnFactor, confirmOwnFactor, removeOwnFactor, showOwnFactor } from "./own-second-factor.ts";
import { removeSecondFactor } from "./remove-second-factor.ts";

const stage = openAuthStage();
type Session = Awaited<ReturnType<typeof stage.person>>["client"];

/** Who the session's token says they are, as a request finds them. */
async function viewerOf(client: Session): Promise<{ viewer: Viewer; known: SecondFactor | null }> {
  const found = await findAuthUser(async () => client);
  if (!found) throw new Error("nobody is signed in");
  const { user, secondFactorAt } = found;
  const person = { id: user.id, email: user.email ?? "", secondFactorAt };
  return { viewer: await ensureViewer(db(), person, new Date(), "secret"), known: secondFactorOf(user) };
}

/** Somebody with that role, signed in with their password alone. */
async function member(role: "USER" | "ADMIN") {
  const { id, email, client } = await stage.person();
  await viewerOf(client);
  await db().profile.update({ where: { id }, data: { role } });
  return { id, email, client };
}

/** What each use case takes, found anew as each request does. */
async function at(client: Session) {
  const { viewer, known } = await viewerOf(client);
  return { viewer, tools: { db: db(), auth: client, known } };
}

async function setUp(client: Session): Promise<string> {
  const { viewer, tools } = await at(client);
  const { factorId, secret } = await beginOwnFactor(tools, viewer, new Date());
  await confirmOwnFactor(tools, viewer, { factorId, code: codeOf(secret) }, new Date());
  return secret;
}

async function admin() {
  const person = await member("ADMIN");
  return { ...person, secret: await setUp(person.client) };
}

async function codeOfRefusal(work: Promise<unknown> | (() => unknown)) {
  try {
    await (typeof work === "function" ? work() : work);
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.details.fields?.code?.[0] ?? error.code;
  }
}

const trailOf = async (id: string) => ({
  acts: await db().auditEvent.findMany({
    where: { subject: `profile:${id}`, action: { startsWith: "second_factor." } },
    select: { actor: true, action: true, after: true },
    orderBy: { id: "asc" },
  }),
  mails: (
    await db().mail.findMany({
      where: { profileId: id, kind: { startsWith: "second_factor" } },
      orderBy: { createdAt: "asc" },
    })
  ).map(({ kind }) => kind),
});

describe("an admin's session", () => {
  test("opens the console once a code was shown in it, and no other session of theirs", async () => {
    const { email, client } = await member("ADMIN");
    const before = (await viewerOf(client)).viewer;
    expect(await codeOfRefusal(() => requireAdmin(before))).toBe("second_factor");
    const secret = await setUp(client);
    const raised = (await viewerOf(client)).viewer;
    requireFreshAdmin(raised, new Date());
    const shownAt = raised.secondFactorAt?.getTime() ?? 0;
    expect(
      await codeOfRefusal(() => requireFreshAdmin(raised, new Date(shownAt + 15 * minuteMs))),
    ).toBeNull();
    expect(await codeOfRefusal(() => requireFreshAdmin(raised, new Date(shownAt + 15 * minuteMs + 1)))).toBe(
      "second_factor_stale",
    );

    const elsewhere = await stage.signIn(email);
    const below = await at(elsewhere);
    expect(await codeOfRefusal(() => requireAdmin(below.viewer))).toBe("second_factor");
    await showOwnFactor(below.tools, below.viewer, codeOf(secret, 1));
    requireAdmin((await viewerOf(elsewhere)).viewer);
  });

  test("is what its token says also once it was renewed, and no fresher by that", async () => {
    const { id, client } = await admin();
    await db().$executeRawUnsafe(
      `UPDATE auth.mfa_amr_claims SET updated_at = updated_at - interval '20 minutes'
       WHERE session_id IN (SELECT id FROM auth.sessions WHERE user_id = '${id}')`,
    );
    await client.refreshSession();
    const { viewer } = await viewerOf(client);
    requireAdmin(viewer);
    expect(await codeOfRefusal(() => requireFreshAdmin(viewer, new Date()))).toBe("second_factor_stale");
  });

  test("opens nothing with a token that says more than Supabase signed", async () => {
    const { client } = await member("ADMIN");
    const { data } = await client.getSession();
    const [header, payload, signature] = (data.session?.access_token ?? "").split(".");
    const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString());
    const raised = { ...claims, aal: "aal2", amr: [{ method: "totp", timestamp: claims.iat }] };
    const forged = [header, Buffer.from(JSON.stringify(raised)).toString("base64url"), signature].join(".");
    const asForged = {
      getSession: async () => ({ data: { session: { access_token: forged } }, error: null }),
    };
    // SAFETY: of a client only these two calls are made.
    const open = async () => ({ ...asForged, getUser: client.getUser.bind(client) }) as unknown as Session;
    expect(await findAuthUser(open)).toBeNull();
  });
});

describe("a code", () => {
  test("counts once, whatever Supabase would take", async () => {
    const { email, client, secret } = await admin();
    const { viewer, tools } = await at(client);
    const code = codeOf(secret, 1);
    await showOwnFactor(tools, viewer, code);
    expect(await codeOfRefusal(showOwnFactor(tools, viewer, code))).toBe("code_used");
    const elsewhere = await at(await stage.signIn(email));
    expect(await codeOfRefusal(showOwnFactor(elsewhere.tools, elsewhere.viewer, code))).toBe("code_used");
  });

  test("shown at once from two places counts in one", async () => {
    const { email, secret } = await admin();
    const [one, other] = [await at(await stage.signIn(email)), await at(await stage.signIn(email))];
    const code = codeOf(secret, 1);
    const answers = await Promise.all(
      [one, other].map(({ tools, viewer }) => codeOfRefusal(showOwnFactor(tools, viewer, code))),
    );
    expect(answers.sort()).toEqual(["code_used", null].sort());
  });

  test("is guessed ten times in a quarter of an hour and not more, from wherever", async () => {
    const { email, secret } = await admin();
    const { viewer, tools } = await at(await stage.signIn(email));
    const guesses: unknown[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      guesses.push(await codeOfRefusal(showOwnFactor(tools, viewer, codeOf(secret, 50 + guess))));
    }
    expect(guesses).toEqual([...Array(10).fill("code_wrong"), "rate_limited", "rate_limited"]);
    expect(await codeOfRefusal(showOwnFactor(tools, viewer, codeOf(secret, 1)))).toBe("rate_limited");
  });
});

describe("setting up", () => {
  test("is written down and told, once it is done and not before", async () => {
    const { id, client } = await member("ADMIN");
    const { viewer, tools } = await at(client);
    const { factorId, secret } = await beginOwnFactor(tools, viewer, new Date());
    const wrong = { factorId, code: codeOf(secret, 50) };
    expect(await codeOfRefusal(confirmOwnFactor(tools, viewer, wrong, new Date()))).toBe("code_wrong");
    expect(await trailOf(id)).toEqual({ acts: [], mails: [] });
    await confirmOwnFactor(tools, viewer, { factorId, code: codeOf(secret) }, new Date());
    expect(await trailOf(id)).toEqual({
      acts: [{ actor: `admin:${id}`, action: "second_factor.added", after: { isReplacement: false } }],
      mails: ["second_factor_added"],
    });
  });

  test("is for admins; with somebody else's factor it is refused", async () => {
    const plain = await member("USER");
    const asPlain = await at(plain.client);
    expect(await codeOfRefusal(beginOwnFactor(asPlain.tools, asPlain.viewer, new Date()))).toBe("forbidden");
    const begun = await member("ADMIN");
    const asBegun = await at(begun.client);
    const { factorId, secret } = await beginOwnFactor(asBegun.tools, asBegun.viewer, new Date());
    const thief = await at((await member("ADMIN")).client);
    const theirs = { factorId, code: codeOf(secret) };
    expect(await codeOfRefusal(confirmOwnFactor(thief.tools, thief.viewer, theirs, new Date()))).toBe(
      "code_too_late",
    );
  });

  test("another app is for whom the first was shown lately; then the first counts no more", async () => {
    const { email, client, secret } = await admin();
    const below = await at(await stage.signIn(email));
    expect(await codeOfRefusal(beginOwnFactor(below.tools, below.viewer, new Date()))).toBe("second_factor");
    const later = new Date(Date.now() + 16 * minuteMs);
    const first = await at(client);
    expect(await codeOfRefusal(beginOwnFactor(first.tools, first.viewer, later))).toBe("second_factor_stale");
    const second = await setUp(client);
    const { viewer, tools } = await at(client);
    requireFreshAdmin(viewer, new Date());
    expect(await codeOfRefusal(showOwnFactor(tools, viewer, codeOf(secret, 1)))).toBe("code_wrong");
    expect(await codeOfRefusal(showOwnFactor(tools, viewer, codeOf(second, 1)))).toBeNull();
  });
});

describe("removing", () => {
  test("one's own wants it shown lately, closes the console at once, and is written down and told", async () => {
    const { id, email, client } = await admin();
    const { viewer, tools } = await at(client);
    const later = new Date(Date.now() + 16 * minuteMs);
    expect(await codeOfRefusal(removeOwnFactor(tools, viewer, later))).toBe("second_factor_stale");
    const below = await at(await stage.signIn(email));
    expect(await codeOfRefusal(removeOwnFactor(below.tools, below.viewer, new Date()))).toBe("second_factor");
    await removeOwnFactor(tools, viewer, new Date());
    expect(await codeOfRefusal(async () => requireAdmin((await viewerOf(client)).viewer))).toBe(
      "second_factor",
    );
    const { acts, mails } = await trailOf(id);
    expect(acts.map(({ action }) => action)).toEqual(["second_factor.added", "second_factor.removed"]);
    expect(mails).toEqual(["second_factor_added", "second_factor_removed"]);
  });

  test("somebody else's is an act of an admin, with a reason, and leaves their sessions without it", async () => {
    const [boss, lost] = [await admin(), await admin()];
    const tools = { db: db(), admin: stage.admin().mfa };
    const { viewer } = await viewerOf(boss.client);
    const remove = (by: Viewer, profileId: string, reason: string, now = new Date()) =>
      codeOfRefusal(removeSecondFactor(tools, by, { profileId, reason }, now));
    expect(await remove(viewer, lost.id, " ")).toBe("validation");
    expect(await remove(viewer, boss.id, "mine")).toBe("conflict");
    expect(await remove({ ...viewer, platformRole: "USER" }, lost.id, "lost")).toBe("forbidden");
    expect(await remove({ ...viewer, secondFactorAt: null }, lost.id, "lost")).toBe("second_factor");
    expect(await remove(viewer, lost.id, "lost", new Date(Date.now() + 16 * minuteMs))).toBe(
      "second_factor_stale",
    );
    const { acts: before } = await trailOf(lost.id);
    expect(await remove(viewer, lost.id, "the phone is lost")).toBeNull();
    expect(await codeOfRefusal(async () => requireAdmin((await viewerOf(lost.client)).viewer))).toBe(
      "second_factor",
    );
    const { acts, mails } = await trailOf(lost.id);
    expect(acts.slice(before.length)).toEqual([
      { actor: `admin:${boss.id}`, action: "second_factor.removed", after: { reason: "the phone is lost" } },
    ]);
    expect(mails).toContain("second_factor_removed");
    expect(await remove(viewer, lost.id, "again")).toBe("conflict");
    expect(await remove(viewer, randomUUID(), "nobody")).toBe("not_found");
    expect((await trailOf(lost.id)).acts).toHaveLength(acts.length);
  });
});

test("a password is changed with it, in the session that stays raised, and not below it", async () => {
  const { email, client } = await admin();
  const change = { email, currentPassword: "correct horse battery", password: "words that are new" };
  await changePassword(client, change, anonymousAuth());
  requireAdmin((await viewerOf(client)).viewer);
  await changePassword(
    client,
    { ...change, currentPassword: change.password, password: change.currentPassword },
    anonymousAuth(),
  );
  const below = await stage.signIn(email);
  expect(await codeOfRefusal(changePassword(below, change))).toBe("second_factor");
});

test("what is asked of a factor that is gone is no error, and nothing is removed that was not shown", async () => {
  const { client } = await admin();
  const { known } = await viewerOf(client);
  const below = await stage.signIn((await viewerOf(client)).viewer.email);
  expect(await codeOfRefusal(removeFactor(below, known?.id ?? ""))).toBe("second_factor");
  await removeFactor(client, known?.id ?? "");
  await removeFactor(client, known?.id ?? "");
});
