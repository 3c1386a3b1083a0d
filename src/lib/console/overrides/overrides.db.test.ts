import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { makeMember } from "#lib/api-keys/member.testing.ts";
import { makeAdmin } from "#lib/promo/promo.testing.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { listOverrides } from "./list-overrides.ts";
import { addOverrideByAdmin, endOverrideByAdmin, previewOverride } from "./overrides.ts";
import { overrideForm, overridesQuery } from "./validation.ts";

openTestDatabase();
const now = new Date();
const admin = makeAdmin(now);

/** What the form sends about a workspace, or about a person. */
function typed(about: Viewer, wish: Record<string, string>, kind: "workspace" | "profile" = "workspace") {
  const id = kind === "workspace" ? about.workspace.id : about.profileId;
  const { data, error } = overrideForm.safeParse({
    subject: `${kind}:${id}`,
    effect: "grant",
    value: "",
    reason: "asked for it",
    endsAt: "",
    intent: "add",
    ...wish,
  });
  if (error) throw error;
  return data.override;
}
const list = (query: object, viewer = admin, at = now) =>
  listOverrides(db(), viewer, overridesQuery.parse({ state: null, after: null, ...query }), at);

test("nobody but who runs the platform sees, adds or ends one, and none of it is done", async () => {
  const user = await makeMember();
  const override = typed(user, { target: "feature:sso" });
  const tries = [
    () => addOverrideByAdmin(db(), user, override, now),
    () => previewOverride(db(), user, override, now),
    () => endOverrideByAdmin(db(), user, randomUUID(), "over", now),
    () => list({}, user),
  ];
  for (const attempt of tries) {
    await expect((async () => attempt())()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await db().entitlementOverride.count({ where: { workspaceId: user.workspace.id } })).toBe(0);
});

describe("an override", () => {
  test("is previewed without being there, then does what the preview said, until it is ended with a reason", async () => {
    const owner = await makeMember();
    const override = typed(owner, { target: "feature:sso" });
    const [preview] = await previewOverride(db(), admin, override, now);
    expect(preview).toMatchObject({
      workspace: { id: owner.workspace.id },
      effect: { before: false, after: true },
    });
    expect((await list({ q: owner.workspace.id })).rows).toEqual([]);
    expect(await addOverrideByAdmin(db(), admin, override, now)).toEqual([preview]);
    const [row] = (await list({ q: owner.email })).rows;
    expect(row).toMatchObject({ state: "live", reason: "asked for it", now: { before: false, after: true } });

    const silent = async () => endOverrideByAdmin(db(), admin, row?.id ?? "", "", now);
    await expect(silent()).rejects.toMatchObject({ details: { fields: { reason: ["required"] } } });
    await endOverrideByAdmin(db(), admin, row?.id ?? "", "settled", now);
    const ended = await list({ q: owner.workspace.id, state: "ended" });
    expect(ended.rows).toMatchObject([{ endReason: "settled", now: null }]);
    expect((await list({ q: owner.workspace.id, state: "live" })).rows).toEqual([]);
    const actions = await db().auditEvent.findMany({
      where: { workspaceId: owner.workspace.id, actor: `admin:${admin.profileId}` },
      orderBy: { id: "asc" },
    });
    expect(actions.map(({ action }) => action)).toEqual(["override.added", "override.ended"]);
  });

  test("of a person is told for each of their workspaces, and found by their address", async () => {
    const owner = await makeMember();
    const person = await makeMember();
    await db().workspaceMember.create({
      data: { workspaceId: owner.workspace.id, profileId: person.profileId, role: "MEMBER" },
    });
    const override = typed(person, { target: "limit:activeCodes", effect: "deny", value: "3" }, "profile");
    const effects = await addOverrideByAdmin(db(), admin, override, now);
    expect(effects.map(({ effect }) => effect)).toEqual([
      { before: null, after: 3 },
      { before: null, after: 3 },
    ]);
    const { rows } = await list({ q: person.email.slice(0, 30) });
    expect(rows).toMatchObject([{ profile: { id: person.profileId, email: person.email }, workspace: null }]);
  });

  test("for somebody who is not there is refused", async () => {
    const owner = await makeMember();
    const nowhere = { ...typed(owner, { target: "feature:sso" }), workspaceId: randomUUID() };
    await expect(previewOverride(db(), admin, nowhere, now)).rejects.toMatchObject({ code: "not_found" });
    await expect(addOverrideByAdmin(db(), admin, nowhere, now)).rejects.toMatchObject({ code: "not_found" });
  });

  test("that is over by its date is among the ended before anybody has written that down", async () => {
    const owner = await makeMember();
    const endsAt = new Date(now.getTime() + dayMs).toISOString().slice(0, 16);
    await addOverrideByAdmin(db(), admin, typed(owner, { target: "feature:sso", endsAt }), now);
    const later = new Date(now.getTime() + 2 * dayMs);
    const query = { q: owner.workspace.id, state: "ended" };
    expect((await list(query, makeAdmin(later), later)).rows).toHaveLength(1);
    expect((await list(query)).rows).toHaveLength(0);
  });
});
