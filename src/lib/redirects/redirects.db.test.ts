import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createListener, type Listener } from "#platform/db/listener.ts";
import { createPool } from "#platform/db/pool.ts";
import { type SeverableWire, severableWire } from "#platform/db/severable-wire.testing.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { Redirects, type VisitRequest } from "./redirects.ts";

const database = openTestDatabase();
const workspace = "00000000-0000-4000-8000-000000000001";

type Change = Partial<
  Record<"destination" | "pause_reason" | "pause_note" | "expires_at" | "deleted_at", string>
>;

async function insertCode(slug: string, change: Change = {}): Promise<void> {
  const { pool } = database();
  await pool.query(
    "INSERT INTO workspaces (id, name, updated_at) VALUES ($1, 'w', now()) ON CONFLICT DO NOTHING",
    [workspace],
  );
  await pool.query(
    `INSERT INTO qr_codes (workspace_id, slug, name, destination, is_active, pause_reason, pause_note, expires_at,
                           deleted_at, updated_at)
     VALUES ($1, $2, 'n', $3, $4::pause_reason IS NULL, $4::pause_reason, $5, $6, $7, now())`,
    [
      workspace,
      slug,
      change.destination ?? "https://example.com/",
      change.pause_reason,
      change.pause_note,
      change.expires_at,
      change.deleted_at,
    ],
  );
}

const changeDestination = (slug: string, destination: string) =>
  database().pool.query("UPDATE qr_codes SET destination = $2 WHERE slug = $1", [slug, destination]);

let wire: SeverableWire;
let redirects: Redirects;
let listener: Listener;
let isListening = false;
let close: () => Promise<void>;

beforeEach(async () => {
  wire = await severableWire(database().url);
  const pool = createPool(wire.url, 4);
  redirects = new Redirects({ pool, trustedProxy: "none", ownHosts: ["qr.example.com"], isSecure: false });
  listener = createListener({
    url: wire.url,
    channel: "code_changed",
    heartbeatMs: 100,
    onNotification: (slug) => redirects.cache.invalidate(slug),
    onConnect: () => {
      isListening = true;
      redirects.cache.setListening(true);
    },
    onDisconnect: () => {
      isListening = false;
      redirects.cache.setListening(false);
    },
  });
  await expect.poll(() => isListening).toBe(true);
  close = async () => {
    await listener.close();
    await redirects.recorder.close(1_000);
    await pool.end();
    await wire.close();
  };
});

afterEach(async () => {
  await close();
  await database().pool.query("DELETE FROM qr_codes");
});

async function visit(segment: string, change: Partial<VisitRequest> = {}) {
  const { status, headers, body } = await redirects.answer({
    segment,
    isHead: false,
    header: () => undefined,
    socketAddress: "192.0.2.1",
    ...change,
  });
  const header = (name: string) => headers[headers.findIndex((text) => text.toLowerCase() === name) + 1];
  return { status, location: status === 302 ? header("location") : undefined, body };
}

describe("what a visitor gets", () => {
  test.each<[string, Change, number, RegExp]>([
    ["paused", { pause_reason: "owner", pause_note: "Back <soon>" }, 200, /Back &lt;soon&gt;/],
    ["plan", { pause_reason: "plan" }, 200, /href="https:\/\/example\.com\/" rel="noreferrer nofollow"/],
    ["abuse", { pause_reason: "abuse" }, 403, /suspended/],
    ["expired", { expires_at: "2020-01-01T00:00:00Z" }, 410, /expired/],
    ["deleted", { deleted_at: "2020-01-01T00:00:00Z" }, 410, /deleted/],
    ["circle", { destination: "https://qr.example.com/r/circle" }, 403, /suspended/],
    ["script", { destination: "javascript:alert(1)" }, 403, /suspended/],
  ])("%s", async (slug, change, status, words) => {
    await insertCode(slug, change);
    const answer = await visit(slug);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(words);
  });

  test("of an unknown code is 404, and after many of them 429 while real codes still lead on", async () => {
    await insertCode("menu");
    await visit("menu");
    expect((await visit("nothing")).status).toBe(404);
    const statuses = [];
    for (let n = 0; n < 70; n++) statuses.push((await visit(`guess-${n}`)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await visit("menu")).status).toBe(302);
    expect((await visit("guess-1", { socketAddress: "192.0.2.2" })).status).toBe(404);
  });

  test("guesses that come all at once find no way around the limit", async () => {
    const guesses = Array.from({ length: 100 }, (_, n) => visit(`guess-${n}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(60);
    expect(redirects.cache.counts.load).toBe(60);
  });

  test("real codes use nothing of the limit up, however many are not cached", async () => {
    const slugs = Array.from({ length: 70 }, (_, n) => `real-${n}`);
    for (const slug of slugs) await insertCode(slug);
    for (const slug of slugs) expect((await visit(slug)).status).toBe(302);
    expect((await visit("nothing")).status).toBe(404);
  });

  test("visitors whose address nobody tells are not counted as one", async () => {
    for (let n = 0; n < 70; n++) {
      expect((await visit(`guess-${n}`, { socketAddress: undefined })).status).toBe(404);
    }
  });

  test("HEAD and prefetching are answered and not counted", async () => {
    await insertCode("menu");
    await visit("menu", { isHead: true });
    await visit("menu", { header: (name) => (name === "sec-purpose" ? "prefetch" : undefined) });
    expect(redirects.recorder.counts.recorded).toBe(0);
    await visit("MENU");
    expect(redirects.recorder.counts.recorded).toBe(1);
  });

  test("many visitors of one uncached code cost one query", async () => {
    await insertCode("menu");
    const visits = await Promise.all(Array.from({ length: 100 }, () => visit("menu")));
    expect(new Set(visits.map(({ status }) => status))).toEqual(new Set([302]));
    expect(redirects.cache.counts.load).toBe(1);
  });
});

describe("a change made over another connection", () => {
  test("is seen within a second", async () => {
    await insertCode("menu", { destination: "https://example.com/old" });
    expect((await visit("menu")).location).toBe("https://example.com/old");
    await changeDestination("menu", "https://example.com/new");
    await expect
      .poll(async () => (await visit("menu")).location, { timeout: 1_000, interval: 5 })
      .toBe("https://example.com/new");
  });

  test("that makes a code which was unknown until now is seen within a second", async () => {
    expect((await visit("soon")).status).toBe(404);
    await insertCode("soon");
    await expect.poll(async () => (await visit("soon")).status, { timeout: 1_000, interval: 20 }).toBe(302);
  });

  test("while the listening connection was cut is seen once it is back", async () => {
    await insertCode("menu", { destination: "https://example.com/old" });
    await visit("menu");
    await wire.sever();
    await changeDestination("menu", "https://example.com/new");
    expect((await visit("menu")).location).toBe("https://example.com/old");
    await wire.mend();
    await expect
      .poll(async () => (await visit("menu")).location, { timeout: 10_000, interval: 20 })
      .toBe("https://example.com/new");
  });

  test("while the listening connection was silently dead is seen once it is back", async () => {
    await insertCode("menu", { destination: "https://example.com/old" });
    await visit("menu");
    wire.freeze();
    await changeDestination("menu", "https://example.com/new");
    await expect.poll(() => isListening).toBe(false);
    expect((await visit("menu")).location).toBe("https://example.com/old");
    await wire.mend();
    await expect
      .poll(async () => (await visit("menu")).location, { timeout: 15_000, interval: 50 })
      .toBe("https://example.com/new");
  });
});

describe("while Postgres is away", () => {
  test("cached codes lead on, and an uncached one gets a page that says to try again", async () => {
    await insertCode("menu");
    await visit("menu");
    await wire.sever();
    await expect.poll(() => isListening).toBe(false);
    for (let n = 0; n < 20; n++) expect((await visit("menu")).status).toBe(302);
    expect((await visit("other")).status).toBe(503);
  });
});
