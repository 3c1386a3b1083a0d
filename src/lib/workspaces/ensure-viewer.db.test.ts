import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { ensureViewer } from "./ensure-viewer.ts";

const database = openTestDatabase();
const now = new Date("2026-11-20T12:00:00Z");
const ensure = (user: { id: string; email: string; name?: string; locale?: string }, at = now) =>
  ensureViewer(db(), user, at, "secret");

async function count(sql: string, parameters: unknown[]): Promise<number> {
  const { rows } = await database().pool.query(`SELECT count(*)::int AS n FROM ${sql}`, parameters);
  return rows[0].n;
}

describe("somebody who comes for the first time", () => {
  test("gets a profile, a personal workspace that they own, and seven days of trial", async () => {
    const id = randomUUID();
    const viewer = await ensure({ id, email: "anna@example.test", name: "Anna", locale: "pl" });
    expect(viewer).toMatchObject({
      profileId: id,
      email: "anna@example.test",
      name: "Anna",
      locale: "pl",
      platformRole: "USER",
      workspace: { role: "OWNER", trialEndsAt: new Date("2026-11-27T12:00:00Z") },
    });
    expect(await count("workspaces WHERE id = $1 AND is_personal", [viewer.workspace.id])).toBe(1);
  });

  test("gets one of each, however many first requests come at once", async () => {
    const id = randomUUID();
    const email = `${id}@example.test`;
    const viewers = await Promise.all(Array.from({ length: 50 }, () => ensure({ id, email })));
    const workspaces = new Set(viewers.map((viewer) => viewer.workspace.id));
    expect(workspaces.size).toBe(1);
    expect(viewers.every((viewer) => viewer.workspace.trialEndsAt !== null)).toBe(true);
    expect(await count("workspace_members WHERE profile_id = $1", [id])).toBe(1);
    expect(await count("workspaces WHERE id = ANY ($1)", [[...workspaces]])).toBe(1);
    expect(await count("trials WHERE workspace_id = ANY ($1)", [[...workspaces]])).toBe(1);
  });
});

describe("the trial", () => {
  test("is given once to a mailbox, however its address is spelt, also at once", async () => {
    const spellings = ["zofia.zak@gmail.com", "zofiazak+two@gmail.com", "Zofia.Z.ak@googlemail.com"];
    const viewers = await Promise.all(spellings.map((email) => ensure({ id: randomUUID(), email })));
    expect(viewers.filter((viewer) => viewer.workspace.trialEndsAt !== null)).toHaveLength(1);
    expect(new Set(viewers.map((viewer) => viewer.workspace.id)).size).toBe(3);
  });

  test("is not given to a throw-away address, which gets its workspace all the same", async () => {
    const viewer = await ensure({ id: randomUUID(), email: "somebody@mailinator.com" });
    expect(viewer.workspace.trialEndsAt).toBeNull();
    expect(viewer.workspace.role).toBe("OWNER");
  });

  test("is not begun again by coming back, nor by another address", async () => {
    const id = randomUUID();
    const first = await ensure({ id, email: "ola@example.test" });
    const later = new Date("2027-03-01T00:00:00Z");
    const again = await ensure({ id, email: "ola@example.test" }, later);
    const moved = await ensure({ id, email: "ola.new@example.test" }, later);
    expect(again).toEqual(first);
    expect(moved).toEqual({ ...first, email: "ola.new@example.test" });
    expect(await count("profiles WHERE id = $1 AND email = 'ola.new@example.test'", [id])).toBe(1);
  });

  test("leaves behind a keyed hash and no address", async () => {
    await ensure({ id: randomUUID(), email: "trace@example.test" });
    const { rows } = await database().pool.query("SELECT identity_hash FROM trials");
    for (const { identity_hash } of rows) expect(identity_hash).not.toContain("@");
  });
});
