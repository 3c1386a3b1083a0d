import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Viewer, WorkspaceRole } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { parseListQuery } from "./list-query.ts";
import * as codes from "./service.ts";

const database = openTestDatabase();
const now = new Date();
const input = { name: "Menu", destination: "https://example.com/", slug: null, expiresAt: null };

/** A workspace of its own with one member; on Free unless a trial runs. */
async function makeViewer(role: WorkspaceRole = "OWNER", trialEndsAt: Date | null = null): Promise<Viewer> {
  const profileId = randomUUID();
  const workspace = await db().workspace.create({ data: { name: "Test", trialEndsAt } });
  await db().profile.create({ data: { id: profileId, email: `${profileId}@example.org` } });
  await db().workspaceMember.create({ data: { workspaceId: workspace.id, profileId, role } });
  return {
    profileId,
    email: `${profileId}@example.org`,
    name: "",
    locale: "en",
    platformRole: "USER",
    secondFactorAt: null,
    workspace: { id: workspace.id, name: "Test", role, trialEndsAt, entitlementVersion: 0 },
  };
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const outcome = await promise.then(
    () => "done",
    (error: unknown) => error,
  );
  if (!(outcome instanceof Refusal)) throw outcome;
  return outcome.code;
}

function inTrial(): Promise<Viewer> {
  return makeViewer("OWNER", new Date(now.getTime() + 1000_000));
}

describe("a code", () => {
  test("gets a slug by lot when none was chosen", async () => {
    const code = await codes.createCode(db(), await makeViewer(), input, now);
    expect(code.slug).toMatch(/^[2-9a-hj-km-np-z]{9}$/);
    expect(code).toMatchObject({ isActive: true, pauseReason: null, destination: "https://example.com/" });
  });

  test("keeps its slug for ever: nobody gets it again, not even after deletion", async () => {
    const viewer = await inTrial();
    const slug = `kept-${randomUUID().slice(0, 8)}`;
    const code = await codes.createCode(db(), viewer, { ...input, slug }, now);
    await codes.deleteCode(db(), viewer, code.id, now);
    expect(await refusal(codes.createCode(db(), await inTrial(), { ...input, slug }, now))).toBe(
      "slug_taken",
    );
  });

  test("of another workspace is not found, and no way of asking changes it", async () => {
    const owner = await makeViewer();
    const stranger = await makeViewer();
    const code = await codes.createCode(db(), owner, input, now);
    expect(await refusal(codes.getCode(db(), stranger, code.id))).toBe("not_found");
    expect(await refusal(codes.updateCode(db(), stranger, code.id, { name: "Mine" }, now))).toBe("not_found");
    expect(await refusal(codes.updateCode(db(), stranger, code.id, { isActive: false }, now))).toBe(
      "not_found",
    );
    expect(await refusal(codes.deleteCode(db(), stranger, code.id, now))).toBe("not_found");
    await codes.deleteCode(db(), owner, code.id, now);
    expect(await refusal(codes.restoreCode(db(), stranger, code.id, now))).toBe("not_found");
    expect((await codes.listCodes(db(), stranger, parseListQuery({}), now)).codes).toEqual([]);
  });

  test("is only looked at by a viewer", async () => {
    const viewer = await makeViewer("VIEWER");
    expect(await refusal(codes.createCode(db(), viewer, input, now))).toBe("forbidden");
    expect(await refusal(codes.updateCode(db(), viewer, randomUUID(), { name: "x" }, now))).toBe("forbidden");
    expect(await refusal(codes.deleteCode(db(), viewer, randomUUID(), now))).toBe("forbidden");
    expect(await refusal(codes.restoreCode(db(), viewer, randomUUID(), now))).toBe("forbidden");
  });

  test("that somebody else changed meanwhile is not overwritten", async () => {
    const viewer = await makeViewer();
    const seen = await codes.createCode(db(), viewer, input, now);
    await codes.updateCode(db(), viewer, seen.id, { name: "Theirs" }, now, seen.updatedAt);
    expect(
      await refusal(codes.updateCode(db(), viewer, seen.id, { name: "Ours" }, now, seen.updatedAt)),
    ).toBe("conflict");
    expect((await codes.getCode(db(), viewer, seen.id)).name).toBe("Theirs");
  });
});

describe("the limit of Free", () => {
  async function fill(viewer: Viewer, count: number): Promise<void> {
    for (let made = 0; made < count; made++) await codes.createCode(db(), viewer, input, now);
  }

  test("is ten codes, paused ones counted, deleted ones not", async () => {
    const viewer = await makeViewer();
    await fill(viewer, 10);
    const { codes: listed } = await codes.listCodes(db(), viewer, parseListQuery({}), now);
    const first = listed[0];
    if (!first) throw new Error("nothing listed");
    await codes.updateCode(db(), viewer, first.id, { isActive: false }, now);
    expect(await refusal(codes.createCode(db(), viewer, input, now))).toBe("plan_limit");
    await codes.deleteCode(db(), viewer, first.id, now);
    await codes.createCode(db(), viewer, input, now);
    expect(await refusal(codes.restoreCode(db(), viewer, first.id, now))).toBe("plan_limit");
  });

  test("with one place left, forty creations at once make one code", async () => {
    const viewer = await makeViewer();
    await fill(viewer, 9);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, () => codes.createCode(db(), viewer, input, now)),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { rows } = await database().pool.query(
      "SELECT count(*)::int AS n FROM qr_codes WHERE workspace_id = $1",
      [viewer.workspace.id],
    );
    expect(rows[0].n).toBe(10);
  });

  test("a trial has none; what it made stays but cannot be resumed beyond ten once it is over", async () => {
    const viewer = await inTrial();
    await fill(viewer, 12);
    const { codes: listed } = await codes.listCodes(db(), viewer, parseListQuery({}), now);
    const first = listed[0];
    if (!first) throw new Error("nothing listed");
    await codes.updateCode(db(), viewer, first.id, { isActive: false }, now);
    const afterTrial = new Date(now.getTime() + 2000_000);
    expect(await refusal(codes.updateCode(db(), viewer, first.id, { isActive: true }, afterTrial))).toBe(
      "plan_limit",
    );
    // It can still be edited.
    const edited = await codes.updateCode(db(), viewer, first.id, { name: "Still mine" }, afterTrial);
    expect(edited.name).toBe("Still mine");
  });
});

describe("pausing", () => {
  test("by its owner is undone by its owner; a suspension for abuse is not", async () => {
    const viewer = await makeViewer();
    const code = await codes.createCode(db(), viewer, input, now);
    const paused = await codes.updateCode(
      db(),
      viewer,
      code.id,
      { isActive: false, pauseNote: "Back soon" },
      now,
    );
    expect(paused).toMatchObject({ isActive: false, pauseReason: "owner", pauseNote: "Back soon" });
    const resumed = await codes.updateCode(db(), viewer, code.id, { isActive: true }, now);
    expect(resumed).toMatchObject({ isActive: true, pauseReason: null });

    await db().qrCode.update({ where: { id: code.id }, data: { isActive: false, pauseReason: "abuse" } });
    expect(await refusal(codes.updateCode(db(), viewer, code.id, { isActive: true }, now))).toBe("forbidden");
  });
});

describe("two at once", () => {
  test("an owner who pauses while a code is being suspended does not undo the suspension", async () => {
    const viewer = await makeViewer();
    const code = await codes.createCode(db(), viewer, input, now);
    const client = await database().pool.connect();
    try {
      await client.query("BEGIN");
      await client.query("UPDATE qr_codes SET is_active = false, pause_reason = 'abuse' WHERE id = $1", [
        code.id,
      ]);
      const pausing = codes.updateCode(db(), viewer, code.id, { isActive: false, pauseNote: "Mine" }, now);
      // It waits for the row; only then is there something to decide on.
      await expect
        .poll(async () => {
          const { rows } = await database().pool.query(
            "SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
          );
          return rows[0].n;
        })
        .toBeGreaterThan(0);
      await client.query("COMMIT");
      expect((await pausing).pauseReason).toBe("abuse");
      expect(await refusal(codes.updateCode(db(), viewer, code.id, { isActive: true }, now))).toBe(
        "forbidden",
      );
    } finally {
      client.release();
    }
  });

  test("of two changes made on the same state one is refused", async () => {
    const viewer = await makeViewer();
    const seen = await codes.createCode(db(), viewer, input, now);
    const outcomes = await Promise.allSettled(
      ["A", "B", "C", "D"].map((name) =>
        codes.updateCode(db(), viewer, seen.id, { name }, now, seen.updatedAt),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("the list", () => {
  test("beyond the last page shows the last one", async () => {
    const viewer = await inTrial();
    await codes.createCode(db(), viewer, input, now);
    const list = await codes.listCodes(db(), viewer, parseListQuery({ page: "99" }), now);
    expect(list).toMatchObject({ page: 1, pages: 1, matches: 1 });
    expect(list.codes).toHaveLength(1);
  });

  test("searches by name, slug and destination, and takes wildcards for what they are", async () => {
    const viewer = await inTrial();
    const slug = `find-${randomUUID().slice(0, 8)}`;
    await codes.createCode(db(), viewer, { ...input, name: "100% wool", slug }, now);
    await codes.createCode(
      db(),
      viewer,
      { ...input, name: "Linen_shirt", destination: "https://linen.example/" },
      now,
    );
    const names = async (q: string) =>
      (await codes.listCodes(db(), viewer, parseListQuery({ q }), now)).codes.map(({ name }) => name);
    expect(await names("WOOL")).toEqual(["100% wool"]);
    expect(await names(slug)).toEqual(["100% wool"]);
    expect(await names("linen.example")).toEqual(["Linen_shirt"]);
    expect(await names("0% w")).toEqual(["100% wool"]);
    expect(await names("n_s")).toEqual(["Linen_shirt"]);
    expect(await names("100_")).toEqual([]);
    expect(await names("\\")).toEqual([]);
    const { href } = new URL("https://żółw.pl/ścieżka");
    await codes.createCode(db(), viewer, { ...input, name: "Żółw", destination: href }, now);
    expect(await names("żółw.pl/ście")).toEqual(["Żółw"]);
  });

  test("filters by state, sorts by scans and counts what matches", async () => {
    const viewer = await inTrial();
    const make = (name: string, expiresAt: Date | null = null) =>
      codes.createCode(db(), viewer, { ...input, name, expiresAt }, now);
    const quiet = await make("quiet");
    const busy = await make("busy");
    await make("over", new Date(now.getTime() - 1));
    await codes.updateCode(db(), viewer, quiet.id, { isActive: false }, now);
    await database().pool.query("INSERT INTO scan_totals VALUES ($1, 7, 2, now())", [busy.id]);

    const list = (parameters: Record<string, string>) =>
      codes.listCodes(db(), viewer, parseListQuery(parameters), now);
    expect((await list({ status: "paused" })).codes.map(({ name }) => name)).toEqual(["quiet"]);
    expect((await list({ status: "expired" })).codes.map(({ name }) => name)).toEqual(["over"]);
    expect((await list({ status: "active" })).codes.map(({ name }) => name)).toEqual(["busy"]);
    const all = await list({ sort: "scans" });
    expect(all.codes[0]).toMatchObject({ name: "busy", scans: 7, botScans: 2 });
    expect(all).toMatchObject({ matches: 3, room: { held: 3, limit: null, isFull: false }, pages: 1 });
  });
});
