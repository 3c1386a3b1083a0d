import { get } from "node:http";
import { expect, test } from "vitest";
import type { AuthClient } from "#lib/auth/auth-client.ts";
import { db } from "#platform/db/prisma.ts";
import { openAuthStage } from "../../testing/auth-stage.ts";
import { codeOf } from "./code-of.ts";

const { person, holder, signIn, admin, codesUrl } = openAuthStage();

async function levelOf(client: AuthClient) {
  const { data } = await client.mfa.getAuthenticatorAssuranceLevel();
  return data && { now: data.currentLevel, next: data.nextLevel };
}

async function claimsOf(client: AuthClient) {
  const { data } = await client.getClaims();
  return data?.claims;
}

const refused = (code: string) => ({ error: expect.objectContaining({ code }) });

async function enroll(client: AuthClient, friendlyName?: string) {
  const { data, error } = await client.mfa.enroll({
    factorType: "totp",
    ...(friendlyName && { friendlyName }),
  });
  if (error) throw error;
  return data;
}

test("a session says how it began, and is of the first level", async () => {
  const { client } = await person();
  const [method] = (await claimsOf(client))?.amr ?? [];
  expect(method).toEqual({ method: "password", timestamp: expect.any(Number) });
  expect(await levelOf(client)).toEqual({ now: "aal1", next: "aal1" });
  expect((await client.getUser()).data.user?.factors).toBeUndefined();
});

test("a factor is drawn, told once, and counts only when a code of it was shown", async () => {
  const { email, client } = await person();
  const { id, totp } = await enroll(client, "phone");
  expect(totp.qr_code).toMatch(/^data:image\/svg\+xml;utf-8,<svg/);
  expect(decodeURIComponent(totp.uri)).toContain(`127.0.0.1:3000:${email}?`);
  expect(totp.uri).toContain(`secret=${totp.secret}`);
  expect((await client.mfa.listFactors()).data).toMatchObject({
    all: [{ id, status: "unverified", factor_type: "totp", friendly_name: "phone" }],
    totp: [],
  });
  expect(JSON.stringify((await client.getUser()).data)).not.toContain(totp.secret);
  expect(await levelOf(client)).toEqual({ now: "aal1", next: "aal1" });
  const { data, error } = await client.mfa.challengeAndVerify({ factorId: id, code: codeOf(totp.secret) });
  expect(error).toBeNull();
  expect(data?.user.factors).toMatchObject([{ id, status: "verified" }]);
  expect(await levelOf(client)).toEqual({ now: "aal2", next: "aal2" });
});

test("the token of a session that was raised says when, also once it was renewed", async () => {
  const { client } = await holder();
  const claims = await claimsOf(client);
  expect(claims?.aal).toBe("aal2");
  expect(claims?.amr?.map((entry) => (typeof entry === "string" ? entry : entry.method)).sort()).toEqual([
    "password",
    "totp",
  ]);
  const { error } = await client.refreshSession();
  expect(error).toBeNull();
  const { aal, amr, session_id } = (await claimsOf(client)) ?? {};
  expect({ aal, amr, session_id }).toEqual({
    aal: claims?.aal,
    amr: claims?.amr,
    session_id: claims?.session_id,
  });
  expect((await client.getUser()).error).toBeNull();
});

test("whoever signs in elsewhere is below it, and every lower session ends when a code is shown", async () => {
  const { email, client, factorId, secret } = await holder();
  const [second, third] = [await signIn(email), await signIn(email)];
  expect(await levelOf(second)).toEqual({ now: "aal1", next: "aal2" });
  expect((await second.mfa.challengeAndVerify({ factorId, code: codeOf(secret) })).error).toBeNull();
  expect(await levelOf(second)).toEqual({ now: "aal2", next: "aal2" });
  expect((await client.getUser()).error).toBeNull();
  expect((await third.getUser()).error?.name).toBe("AuthSessionMissingError");
});

test("a wrong code raises nothing, and the factor does not count by it", async () => {
  const { client } = await person();
  const { id, totp } = await enroll(client);
  const code = codeOf(totp.secret, 5);
  expect(await client.mfa.challengeAndVerify({ factorId: id, code })).toMatchObject(
    refused("mfa_verification_failed"),
  );
  expect(await levelOf(client)).toEqual({ now: "aal1", next: "aal1" });
});

test("a code counts in its own half minute and the one beside it", async () => {
  const { client, factorId, secret } = await holder();
  const at = async (periods: number) =>
    (await client.mfa.challengeAndVerify({ factorId, code: codeOf(secret, periods) })).error?.code ?? null;
  expect([await at(-1), await at(0)]).toEqual([null, null]);
  expect([await at(-4), await at(4)]).toEqual(["mfa_verification_failed", "mfa_verification_failed"]);
});

test("a challenge is answered once, in five minutes, and only where it was made", async () => {
  const { client, factorId, secret } = await holder();
  const challenge = async () => (await client.mfa.challenge({ factorId })).data?.id ?? "";
  const first = await challenge();
  const answer = (challengeId: string) => client.mfa.verify({ factorId, challengeId, code: codeOf(secret) });
  expect((await answer(first)).error).toBeNull();
  expect(await answer(first)).toMatchObject(refused("mfa_ip_address_mismatch"));
  const late = await challenge();
  await db().$executeRawUnsafe(
    "UPDATE auth.mfa_challenges SET created_at = now() - interval '301 seconds' WHERE id = $1::uuid",
    late,
  );
  expect(await answer(late)).toMatchObject(refused("mfa_challenge_expired"));
  const other = await holder();
  const theirs = (await other.client.mfa.challenge({ factorId: other.factorId })).data?.id ?? "";
  expect(await answer(theirs)).toMatchObject(refused("mfa_factor_not_found"));
});

test("somebody else's factor is as if it were not there", async () => {
  const { factorId, secret } = await holder();
  const { client: stranger } = await person();
  const missing = refused("mfa_factor_not_found");
  expect(await stranger.mfa.challenge({ factorId })).toMatchObject(missing);
  expect(await stranger.mfa.challengeAndVerify({ factorId, code: codeOf(secret) })).toMatchObject(missing);
  expect(await stranger.mfa.unenroll({ factorId })).toMatchObject(missing);
});

test("below it nothing is added, removed or changed that it guards", async () => {
  const { email, client, factorId } = await holder();
  const below = await signIn(email);
  const missing = refused("insufficient_aal");
  expect(await below.mfa.enroll({ factorType: "totp", friendlyName: "mine" })).toMatchObject(missing);
  expect(await below.mfa.unenroll({ factorId })).toMatchObject(missing);
  expect(await below.updateUser({ password: "another one entirely" })).toMatchObject(missing);
  expect(await below.updateUser({ email: "eve@example.test" })).toMatchObject(missing);
  expect((await below.updateUser({ data: { name: "Eve" } })).error).toBeNull();
  expect((await client.updateUser({ password: "another one entirely" })).error).toBeNull();
});

test("without its factor a session is what it was, and the unfinished ones go with the first code", async () => {
  const { client, factorId } = await holder();
  expect((await client.mfa.unenroll({ factorId })).error).toBeNull();
  await client.refreshSession();
  expect((await claimsOf(client))?.aal).toBe("aal1");
  expect((await claimsOf(client))?.amr).toHaveLength(1);
  await enroll(client, "left over");
  expect(await client.mfa.enroll({ factorType: "totp", friendlyName: "left over" })).toMatchObject(
    refused("mfa_factor_name_conflict"),
  );
  const { id, totp } = await enroll(client, "kept");
  await client.mfa.challengeAndVerify({ factorId: id, code: codeOf(totp.secret) });
  expect((await client.mfa.listFactors()).data?.all.map((factor) => factor.id)).toEqual([id]);
});

test("with the secret key factors are listed and removed, with no other", async () => {
  const { id: userId, client, factorId } = await holder();
  const { mfa } = admin();
  expect((await mfa.listFactors({ userId })).data?.factors).toMatchObject([{ id: factorId }]);
  const stranger = await person();
  expect(await mfa.deleteFactor({ userId: stranger.id, id: factorId })).toMatchObject(
    refused("mfa_factor_not_found"),
  );
  expect((await mfa.deleteFactor({ userId, id: factorId })).error).toBeNull();
  expect((await mfa.listFactors({ userId })).data?.factors).toEqual([]);
  await client.refreshSession();
  expect((await claimsOf(client))?.aal).toBe("aal1");
});

test("without a session nothing of it is answered, and too many tries are held up", async () => {
  const { client, factorId } = await holder();
  const tries = Array.from({ length: 31 }, () => client.mfa.challenge({ factorId }));
  const codes = (await Promise.all(tries)).map(({ error }) => error?.code ?? null);
  expect(codes).toContain("over_request_rate_limit");
  await client.signOut({ scope: "local" });
  expect((await client.mfa.challenge({ factorId })).error).not.toBeNull();
});

test("the page of codes shows what an app would, on this machine alone", async () => {
  const { email, secret } = await holder();
  const shown = await fetch(codesUrl());
  const text = await shown.text();
  expect(text).toContain(email);
  expect([codeOf(secret, -1), codeOf(secret)].some((code) => text.includes(code))).toBe(true);
  expect(text).not.toContain(secret);
  const elsewhere = await new Promise<number | undefined>((resolve) => {
    get(codesUrl(), { headers: { host: "evil.example" } }, ({ statusCode }) => resolve(statusCode));
  });
  expect(elsewhere).toBe(403);
});
