import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createCode, getCode, updateCode } from "#lib/codes/service.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { limits } from "#platform/rate-limits/limits.ts";
import { dayMs, minuteMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { createKey } from "./manage-keys.ts";
import { endTrial, makeMember } from "./member.testing.ts";
import { requireApiKey } from "./require-api-key.ts";
import { requireKeyViewer } from "./require-key-viewer.ts";
import { type WorkspaceScope, workspaceScopes } from "./scopes.ts";
import { createWorkspaceKey, revokeWorkspaceKey } from "./workspace-keys.ts";

openTestDatabase();
const address = "https://qr.example.com/api/codes";
const everything = [...workspaceScopes];

async function makeKey(viewer: Viewer, scopes: WorkspaceScope[] = everything) {
  return createWorkspaceKey(db(), viewer, { name: "Till", scopes }, new Date());
}

type Call = { scope?: WorkspaceScope; retry?: string; at?: Date };

function call(text: string, { scope = "codes:read", retry, at = new Date() }: Call = {}): Promise<Viewer> {
  const headers = { authorization: `Bearer ${text}`, ...(retry ? { "idempotency-key": retry } : {}) };
  return requireKeyViewer(db(), new Request(address, { headers }), scope, at);
}

const counted = async ({ workspace }: Viewer) =>
  (await db().usageCounter.findFirst({ where: { workspaceId: workspace.id, meter: "apiCalls" } }))?.used ?? 0;
const unauthenticated = { code: "unauthenticated" };

describe("a key", () => {
  test("acts as the member who made it, with the role they have now and no say on the platform", async () => {
    const admin = await makeMember("ADMIN");
    await db().profile.update({ where: { id: admin.profileId }, data: { role: "ADMIN" } });
    const { text } = await makeKey(admin);
    const viewer = await call(text);
    expect(viewer).toMatchObject({
      profileId: admin.profileId,
      platformRole: "USER",
      workspace: { id: admin.workspace.id, role: "ADMIN" },
    });
    const input = { name: "Menu", destination: "https://example.com/", slug: null, expiresAt: null };
    const { id } = await createCode(db(), viewer, input, new Date());
    await db().workspaceMember.updateMany({
      where: { profileId: admin.profileId },
      data: { role: "VIEWER" },
    });
    const now = await call(text, { scope: "codes:write" });
    const changed = updateCode(db(), now, id, { name: "Mine" }, new Date());
    await expect(changed).rejects.toMatchObject({ code: "forbidden" });
  });

  test("finds no code of another workspace, also where its maker is a member of that one, too", async () => {
    const [owner, other] = [await makeMember(), await makeMember()];
    await db().workspaceMember.create({
      data: { workspaceId: other.workspace.id, profileId: owner.profileId, role: "ADMIN" },
    });
    const input = { name: "Menu", destination: "https://example.com/", slug: null, expiresAt: null };
    const { id } = await createCode(db(), other, input, new Date());
    const viewer = await call((await makeKey(owner)).text);
    await expect(getCode(db(), viewer, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("opens what its scopes say, and nothing else", async () => {
    const owner = await makeMember();
    for (const scope of workspaceScopes) {
      const { text } = await makeKey(owner, [scope]);
      for (const asked of workspaceScopes) {
        if (asked === scope) await call(text, { scope: asked });
        else {
          await expect(call(text, { scope: asked }), `${asked} by ${scope}`).rejects.toMatchObject({
            code: "forbidden",
            details: { values: { reason: "missing_scope", scope: asked } },
          });
        }
      }
    }
  });

  test("of the platform opens no workspace, and one of a workspace nothing of the platform's", async () => {
    const platform = await createKey(db(), "operator", { name: "x", scopes: ["waivers"] }, new Date());
    await expect(call(platform.text)).rejects.toMatchObject(unauthenticated);
    const { id, text } = await makeKey(await makeMember());
    // Also one in whose row somebody has written more.
    await db().apiKey.update({ where: { id }, data: { scopes: ["waivers", "codes:read"] } });
    const asked = requireApiKey(db(), `Bearer ${text}`, "waivers", new Date());
    await expect(asked).rejects.toMatchObject(unauthenticated);
  });

  test("says when it was used last, once a minute at most", async () => {
    const { id, text } = await makeKey(await makeMember());
    const used = async () => (await db().apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    expect(await used()).toBeNull();
    const first = new Date();
    await call(text, { at: first });
    await call(text, { at: new Date(first.getTime() + 1) });
    expect(await used()).toEqual(first);
    const later = new Date(first.getTime() + minuteMs + 1);
    await call(text, { at: later });
    expect(await used()).toEqual(later);
  });
});

describe("no key is", () => {
  test("what is malformed or unknown", async () => {
    const { text } = await makeKey(await makeMember());
    const other = `${text.slice(0, -1)}${text.endsWith("A") ? "B" : "A"}`;
    for (const wrong of ["", "dqr_", other, `${text}x`, `${text} ${text}`, text.toUpperCase()]) {
      await expect(call(wrong), wrong).rejects.toMatchObject(unauthenticated);
    }
  });

  test("one that was revoked, nor one whose maker has left, nor when they come back", async () => {
    const owner = await makeMember();
    const revoked = await makeKey(owner);
    await revokeWorkspaceKey(db(), owner, revoked.id, new Date());
    await expect(call(revoked.text)).rejects.toMatchObject(unauthenticated);

    const admin = await makeMember("ADMIN", owner);
    const { text } = await makeKey(admin);
    const membership = { workspaceId: owner.workspace.id, profileId: admin.profileId };
    await call(text);
    await db().workspaceMember.deleteMany({ where: membership });
    await expect(call(text)).rejects.toMatchObject(unauthenticated);
    await db().workspaceMember.create({ data: { ...membership, role: "ADMIN" } });
    await expect(call(text)).rejects.toMatchObject(unauthenticated);
  });

  test("one of a workspace that is closed, or of somebody who is leaving", async () => {
    const [owner, leaver] = [await makeMember(), await makeMember()];
    const [ofOwner, ofLeaver] = [await makeKey(owner), await makeKey(leaver)];
    const closing = { where: { id: owner.workspace.id }, data: { closedAt: new Date() } };
    await db().workspace.update(closing);
    await db().profile.update({
      where: { id: leaver.profileId },
      data: { deletionRequestedAt: new Date() },
    });
    for (const { text } of [ofOwner, ofLeaver])
      await expect(call(text)).rejects.toMatchObject(unauthenticated);
  });
});

describe("the plan", () => {
  test("lets a key sleep where it has no API access, and wakes it again", async () => {
    const owner = await makeMember();
    const { text } = await makeKey(owner);
    await endTrial(owner);
    await expect(call(text)).rejects.toMatchObject({
      code: "plan_feature",
      details: { values: { feature: "api_access", requiredTier: "premium" } },
    });
    expect(await counted(owner)).toBe(0);
    await db().workspace.update({
      where: { id: owner.workspace.id },
      data: { trialEndsAt: new Date(Date.now() + dayMs) },
    });
    await call(text);
  });

  test("counts each call once, a repeated one by its key, and ends them beyond quota and grace", async () => {
    const owner = await makeMember();
    await db().entitlementOverride.create({
      data: {
        ...{ workspaceId: owner.workspace.id, effect: "deny", limitName: "apiCalls", limitValue: 5 },
        ...{ reason: "a small quota", createdBy: "admin:x" },
      },
    });
    const { text } = await makeKey(owner);
    const retry = randomUUID();
    const at = new Date();
    for (let time = 0; time < 3; time++) await call(text, { retry, at });
    expect(await counted(owner)).toBe(1);
    // Four more to the limit, and one in its grace.
    for (let time = 0; time < 5; time++) await call(text);
    await expect(call(text)).rejects.toMatchObject({
      code: "quota_reached",
      details: { values: { meter: "apiCalls", limit: 5, used: 6 } },
    });
    expect(await counted(owner)).toBe(6);
  });

  test("counts no call that a scope refuses", async () => {
    const owner = await makeMember();
    const { text } = await makeKey(owner, ["usage:read"]);
    await expect(call(text)).rejects.toMatchObject({ code: "forbidden" });
    expect(await counted(owner)).toBe(0);
  });
});

test("one key's haste is held up, and no other key's", async () => {
  const owner = await makeMember();
  const [hasty, calm] = [await makeKey(owner, ["usage:read"]), await makeKey(owner)];
  // A scope that is missing is counted as well: guessing costs as much.
  const asked = Array.from({ length: limits["api-key:key"].points }, () => call(hasty.text));
  await Promise.allSettled(asked);
  await expect(call(hasty.text)).rejects.toMatchObject({ code: "rate_limited" });
  await call(calm.text);
});
