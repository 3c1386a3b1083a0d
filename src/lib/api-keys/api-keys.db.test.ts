import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { hourMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { createKey, listKeys, revokeKey } from "./manage-keys.ts";
import { requireApiKey } from "./require-api-key.ts";
import { type PlatformScope, platformScopes } from "./scopes.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const later = new Date(now.getTime() + hourMs);

const make = (...given: PlatformScope[]) =>
  createKey(db(), "operator", { name: "a program", scopes: given }, now);
const ask = (authorization: string | null, scope: PlatformScope, at = now) =>
  requireApiKey(db(), authorization, scope, at);

describe("a key", () => {
  test("opens what its scopes say, and nothing else", async () => {
    const { id, text } = await make("waivers");
    expect(await ask(`Bearer ${text}`, "waivers")).toBe(`api_key:${id}`);
    await expect(ask(`Bearer ${text}`, "overrides")).rejects.toMatchObject({ code: "forbidden" });
    const both = await make(...platformScopes);
    for (const scope of platformScopes)
      expect(await ask(`bearer ${both.text}`, scope)).toBe(`api_key:${both.id}`);
  });

  test("is kept nowhere: neither in its row nor in the audit", async () => {
    const { id, text } = await make("waivers");
    const secret = text.slice(10);
    const row = await db().apiKey.findUniqueOrThrow({ where: { id } });
    const audit = await db().auditEvent.findMany({ where: { subject: `api_key:${id}` } });
    expect(audit.map(({ action }) => action)).toEqual(["api_key.created"]);
    for (const kept of [...Object.values(row), ...audit.map(({ after }) => JSON.stringify(after))]) {
      expect(String(kept)).not.toContain(secret);
    }
    expect(JSON.stringify(await listKeys(db()))).not.toContain(row.hash);
  });

  test("that is revoked opens nothing any more, and is revoked once", async () => {
    const { id, text } = await make("waivers");
    await revokeKey(db(), "operator", id, "lost", now);
    await expect(ask(`Bearer ${text}`, "waivers")).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(revokeKey(db(), "operator", id, "lost", now)).rejects.toMatchObject({ code: "not_found" });
  });

  test("says when it was used last, without a write at every call", async () => {
    const { id, text } = await make("waivers");
    const used = async () => (await db().apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    await ask(`Bearer ${text}`, "waivers");
    await ask(`Bearer ${text}`, "waivers", new Date(now.getTime() + 1));
    expect(await used()).toEqual(now);
    await ask(`Bearer ${text}`, "waivers", later);
    expect(await used()).toEqual(later);
  });
});

test("what is no key of ours is asked for one", async () => {
  const { text } = await make("waivers");
  const hash = (await db().apiKey.findFirstOrThrow({ orderBy: { createdAt: "desc" } })).hash;
  const wrong = `${text.slice(0, -1)}${text.endsWith("A") ? "B" : "A"}`;
  for (const header of [null, "", "Bearer", text, `Basic ${text}`, `Bearer ${wrong}`, `Bearer ${hash}`]) {
    await expect(ask(header, "waivers"), String(header)).rejects.toMatchObject({ code: "unauthenticated" });
  }
});
