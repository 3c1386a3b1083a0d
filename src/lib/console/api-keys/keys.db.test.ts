import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeMember } from "#lib/api-keys/member.testing.ts";
import { requireApiKey } from "#lib/api-keys/require-api-key.ts";
import { requireKeyViewer } from "#lib/api-keys/require-key-viewer.ts";
import { createWorkspaceKey } from "#lib/api-keys/workspace-keys.ts";
import { contactAddress } from "#lib/mails/contact.ts";
import { makeAdmin } from "#lib/promo/promo.testing.ts";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { createPlatformKey, listAnyKeys, revokeAnyKey } from "./keys.ts";
import { createPlatformKeyForm, keysQuery } from "./validation.ts";

openTestDatabase();
const now = new Date();
const admin = makeAdmin(now);
const wanted = createPlatformKeyForm.parse({ name: "schools", waivers: "on" });
const list = (query: object, viewer = admin) =>
  listAnyKeys(db(), viewer, keysQuery.parse({ q: "", after: null, ...query }));
const inWorkspace = { name: "till", scopes: ["codes:read" as const] };

test("nobody but who runs the platform sees, makes or revokes a key, and none of it is done", async () => {
  const user = await makeMember();
  const { id } = await createPlatformKey(db(), admin, wanted, now);
  const before = await db().apiKey.count();
  const tries = [
    () => createPlatformKey(db(), user, wanted, now),
    () => revokeAnyKey(db(), user, id, "lost", now),
    () => list({}, user),
  ];
  for (const attempt of tries) {
    await expect((async () => attempt())()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await db().apiKey.count()).toBe(before);
  expect(await db().apiKey.findUniqueOrThrow({ where: { id } })).toMatchObject({ revokedAt: null });
});

test("a key of the platform's opens what it is for until an admin revokes it, with a reason", async () => {
  const { profileId } = await db()
    .profile.create({ data: { id: admin.profileId, email: admin.email } })
    .then(({ id }) => ({ profileId: id }));
  const { id, text } = await createPlatformKey(db(), admin, wanted, now);
  expect(await requireApiKey(db(), `Bearer ${text}`, "waivers", now)).toBe(`api_key:${id}`);
  const { rows } = await list({ q: text });
  expect(rows).toMatchObject([
    { id, name: "schools", scopes: ["waivers"], author: { kind: "person", id: profileId }, workspace: null },
  ]);
  expect(JSON.stringify(rows)).not.toContain(text.slice(10));

  const silent = async () => revokeAnyKey(db(), admin, id, "", now);
  await expect(silent()).rejects.toMatchObject({ details: { fields: { reason: ["required"] } } });
  await revokeAnyKey(db(), admin, id, "lost", now);
  await expect(requireApiKey(db(), `Bearer ${text}`, "waivers", now)).rejects.toMatchObject({
    code: "unauthenticated",
  });
  await expect(revokeAnyKey(db(), admin, id, "again", now)).rejects.toMatchObject({ code: "not_found" });
});

test("a customer's key is found by its workspace and its beginning; its end is in that workspace's audit", async () => {
  const owner = await makeMember();
  const { id, text } = await createWorkspaceKey(db(), owner, inWorkspace, now);
  for (const q of [text.slice(0, 10), owner.workspace.id, owner.email]) {
    const { rows } = await list({ of: "workspaces", q });
    expect(
      rows.map((row) => row.id),
      q,
    ).toEqual([id]);
    expect((await list({ of: "platform", q: text })).rows).toEqual([]);
  }
  expect((await list({ of: "workspaces", q: randomUUID() })).rows).toEqual([]);
  await revokeAnyKey(db(), admin, id, "seen in a public repository", now);
  const call = new Request("http://localhost/", { headers: { authorization: `Bearer ${text}` } });
  await expect(requireKeyViewer(db(), call, "codes:read", now)).rejects.toMatchObject({
    code: "unauthenticated",
  });
  const entry = await db().auditEvent.findFirstOrThrow({
    where: { workspaceId: owner.workspace.id, action: "api_key.revoked" },
  });
  expect(entry).toMatchObject({
    actor: `admin:${admin.profileId}`,
    subject: `api_key:${id}`,
    after: { reason: "seen in a public repository" },
  });
});

test("whoever looks after the workspace is mailed once that a key was revoked, and nobody of one of the platform's", async () => {
  const owner = await makeMember();
  const guest = await makeMember();
  const member = { workspaceId: owner.workspace.id, profileId: guest.profileId, role: "VIEWER" as const };
  await db().workspaceMember.create({ data: member });
  const { id, text } = await createWorkspaceKey(db(), owner, inWorkspace, now);
  await Promise.allSettled(
    Array.from({ length: 5 }, async () => revokeAnyKey(db(), admin, id, "seen in a leak", now)),
  );
  const told = (workspaceId: string | null) =>
    db().mail.findMany({ where: { kind: "api_key_revoked", workspaceId } });
  const mails = await told(owner.workspace.id);
  expect(mails).toMatchObject([
    { profileId: owner.profileId, recipient: owner.email, workspaceId: owner.workspace.id },
  ]);
  expect(mails[0]?.values).toEqual({
    name: inWorkspace.name,
    prefix: text.slice(0, 10),
    contact: contactAddress(),
  });
  const own = await createPlatformKey(db(), admin, wanted, now);
  await revokeAnyKey(db(), admin, own.id, "lost", now);
  expect(await told(null)).toEqual([]);
});
