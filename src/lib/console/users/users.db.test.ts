import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { makeAdmin } from "#lib/promo/promo.testing.ts";
import { viewerOf } from "#lib/workspaces/viewer.testing.ts";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { type Bounds, listUsers } from "./list-users.ts";
import type { UserRow } from "./users-store.ts";
import { type UsersQuery, usersQuery } from "./users-validation.ts";

const database = openTestDatabase();
const admin = makeAdmin();
const start = Date.UTC(2026, 0, 1);
const ask = (query: Record<string, string> = {}) => usersQuery.parse(query);

type Person = { id: string; workspaceId: string; email: string; name: string; at: Date } & Standing;
type Standing = { role: "USER" | "ADMIN"; state: string; tier: string; source: string };

const letters = fc.constantFrom(..."aabnoąłŹéŁ1250 ._-+%'ÅЯ\\");
const text = fc.string({ unit: letters, maxLength: 12 });
const someone = fc.record({
  email: fc
    .tuple(text, fc.constantFrom("a.example", "ab-10.example", "NOWAK.example"))
    .map(([local, domain]) => `${local.replaceAll(" ", "")}@${domain}`),
  name: text,
  role: fc.constantFrom("USER" as const, "USER" as const, "USER" as const, "ADMIN" as const),
  state: fc.constantFrom("active", "active", "paused", "leaving", "erased"),
  access: fc.constantFrom(
    ["starter", "free"],
    ["starter", "free"],
    ["premium", "trial"],
    ["premium", "waiver"],
  ),
});

let people: Person[];

beforeAll(async () => {
  const drawn = fc.sample(someone, { numRuns: 240, seed: 7 });
  people = drawn.map(({ access: [tier = "", source = ""], ...one }, index) => ({
    ...one,
    ...{ id: randomUUID(), workspaceId: randomUUID(), tier, source },
    // Several at the same instant, and about three on a day.
    at: new Date(start + Math.floor(index / 2) * 16 * 3_600_000),
  }));
  for (const person of people) await insert(person);
  await database().pool.query("ANALYZE");
});

async function insert({
  id,
  workspaceId,
  email,
  name,
  role,
  state,
  tier,
  source,
  at,
}: Person): Promise<void> {
  const isLeaving = state === "leaving" || state === "erased";
  await db().profile.create({
    data: {
      ...{ id, email, name, role, createdAt: at },
      deletionRequestedAt: isLeaving ? at : null,
      erasedAt: state === "erased" ? at : null,
      pausedAt: state === "paused" ? at : null,
    },
  });
  const members = { create: { profileId: id, role: "OWNER" as const } };
  await db().workspace.create({ data: { id: workspaceId, name: "Own", isPersonal: true, members } });
  await db().workspaceAccess.update({ where: { workspaceId }, data: { tier, source } });
}

/** As the list is described, said once more: the starts of words, without case and marks. */
const form = (value: string) =>
  value
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[łßæøđ]/g, (letter) => "lsaod"["łßæøđ".indexOf(letter)] ?? letter);
const isWordLetter = (letter: string | undefined) =>
  letter !== undefined && /[0-9a-z\u0080-\uffff]/.test(letter);
const isDigit = (letter: string | undefined) => letter !== undefined && /[0-9]/.test(letter);

function hasWord(value: string, term: string): boolean {
  const inside = form(value);
  for (let at = inside.indexOf(term); at >= 0; at = inside.indexOf(term, at + 1)) {
    const [before, letter] = [inside[at - 1], inside[at]];
    const begins = isWordLetter(letter) && !isWordLetter(before);
    if (begins || (isDigit(letter) && !isDigit(before))) return true;
  }
  return false;
}

function isMeant(person: Person, q: string): boolean {
  const term = form(q).replace(/^[^0-9a-z\u0080-\uffff]+/, "");
  if (q === "") return true;
  return term !== "" && (hasWord(person.email, term) || hasWord(person.name, term));
}

const fits = (person: Person, { q, tier, source, state, role, from, to }: UsersQuery) =>
  isMeant(person, q) &&
  (tier ?? person.tier) === person.tier &&
  (source ?? person.source) === person.source &&
  (state ?? person.state) === person.state &&
  (role ?? person.role) === person.role &&
  (from === null || person.at >= from) &&
  (to === null || person.at.getTime() < to.getTime() + dayMs);

/** Every page of a list, one after the other. */
async function walk(query: UsersQuery, bounds?: Bounds): Promise<UserRow[]> {
  const rows: UserRow[] = [];
  let after = query.after;
  for (let page = 0; page < 500; page++) {
    const found = await listUsers(db(), admin, { ...query, after }, bounds);
    rows.push(...found.rows);
    if (found.next === null) return rows;
    after = found.next;
  }
  throw new Error("the pages do not end");
}

const newestFirst = (a: Person, b: Person) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);

const piece = fc
  .record({
    who: fc.nat(239),
    what: fc.constantFrom("email" as const, "name" as const),
    at: fc.nat(20),
    length: fc.nat(30),
  })
  .map(({ who, what, at, length }) => people[who]?.[what].slice(at, at + length) ?? "");
const optional = <Value>(...values: Value[]) => fc.option(fc.constantFrom(...values), { nil: "", freq: 2 });
const anyQuery = fc
  .record({
    q: fc.oneof(piece, piece, text, fc.constant("")),
    ...{ tier: optional("starter", "premium"), source: optional("free", "trial", "waiver") },
    ...{ state: optional("active", "paused", "leaving", "erased"), role: optional("USER", "ADMIN") },
    ...{ from: optional("2026-01-09", "2026-02-20"), to: optional("2026-02-20", "2026-03-01") },
  })
  .map(ask);

describe("the list of users", () => {
  test("shows each person that fits once, the newest first, whatever is asked and however little is looked at", async () => {
    const bounds = fc.record({ words: fc.constantFrom(0, 3, 2_000), window: fc.constantFrom(7, 60, 10_000) });
    await fc.assert(
      fc.asyncProperty(anyQuery, bounds, async (query, most) => {
        const wanted = people.filter((person) => fits(person, query)).sort(newestFirst);
        expect((await walk(query, most)).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
      }),
      { numRuns: 150 },
    );
  });

  test("tells of each what they have", async () => {
    const [person] = people;
    if (!person) throw new Error("nobody is there");
    const slugs = [randomUUID(), randomUUID(), randomUUID()];
    const data = slugs.map((slug, index) => ({
      ...{ workspaceId: person.workspaceId, slug, name: slug, destination: "https://example.com/" },
      deletedAt: index === 0 ? new Date() : null,
    }));
    await db().qrCode.createMany({ data });
    const { rows } = await listUsers(db(), admin, ask({ q: person.id }));
    const { id, workspaceId, email, name, role, state, tier, source, at: createdAt } = person;
    expect(rows).toEqual([{ id, workspaceId, email, name, role, state, tier, source, createdAt, codes: 2 }]);
  });

  test("finds by the id of a person, of a workspace and of a customer at Stripe, and by nothing near them", async () => {
    const person = people.at(-1);
    if (!person) throw new Error("nobody is there");
    const customer = await db().billingCustomer.create({
      data: { id: `cus_${randomUUID().replaceAll("-", "")}`, workspaceId: person.workspaceId },
    });
    const found = async (q: string) => (await walk(ask({ q }))).map(({ id }) => id);
    for (const q of [person.id, person.id.toUpperCase(), person.workspaceId, customer.id]) {
      expect(await found(q), q).toEqual([person.id]);
    }
    expect([...(await found(randomUUID())), ...(await found("cus_nobody"))]).toEqual([]);
  });

  test("finds by a whole address that is longer than what is kept of a word, and tells it from its like", async () => {
    const near = ["one", "two"].map((end) => `somebody.with.a.long.name.${end}@long.example`);
    for (const email of near) await db().profile.create({ data: { id: randomUUID(), email } });
    for (const q of near) expect((await walk(ask({ q }))).map(({ email }) => email)).toEqual([q]);
    await db().profile.deleteMany({ where: { email: { in: near } } });
  });

  test("finds a person by their new name and address, and not by the old ones", async () => {
    const id = randomUUID();
    const data = { id, email: "zuzanna.before@changed.example", name: "Zuzanna Żółć" };
    await db().profile.create({ data });
    const found = async (q: string) => (await walk(ask({ q }))).map((row) => row.id);
    expect(await found("zolc")).toEqual([id]);
    await db().profile.update({ where: { id }, data: { email: "other@changed.example", name: "Erased 7" } });
    for (const q of ["zolc", "zuzanna", "before"]) expect(await found(q), q).toEqual([]);
    for (const q of ["OTHER@CHANGED", "erased 7", "7"]) expect(await found(q), q).toContain(id);
    await db().profile.delete({ where: { id } });
    const words = await db().profileWord.count({ where: { profileId: id } });
    expect(words).toBe(0);
  });

  test("is for admins", async () => {
    await expect(listUsers(db(), viewerOf(randomUUID()), ask())).rejects.toThrow("forbidden");
  });
});
