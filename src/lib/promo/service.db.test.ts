import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { makeOwner } from "../../../sandbox/drills/owners.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { makeAdmin, makeCode, someAddress } from "./promo.testing.ts";
import { getPromoCode } from "./read-promo-codes.ts";
import { redeemPromo } from "./redemption.ts";
import {
  activatePromoCode,
  createPromoBatch,
  createPromoCode,
  deactivatePromoCode,
  editPromoCode,
  exportPromoBatch,
} from "./service.ts";
import { batchBody, createBody, editBody } from "./validation.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const day = (count: number) => new Date(now.getTime() + count * dayMs);
const create = (body: object) => createBody.parse({ description: "Spring fair", days: 30, ...body });
const batch = (body: object) => batchBody.parse({ description: "Spring fair", days: 30, ...body });

const entriesOf = async (subject: string) =>
  (await db().auditEvent.findMany({ where: { subject }, orderBy: { id: "asc" } })).map(
    ({ actor, action, before, after }) => ({ actor, action, before, after }),
  );

test("nobody but who runs the platform makes, changes or exports a code, and none of it is done", async () => {
  const user = await makeOwner(0);
  const { id } = await makeCode();
  const before = await db().promoCode.findMany();
  const tries = [
    () => createPromoCode(db(), user, create({}), now),
    () => createPromoBatch(db(), user, batch({ count: 2 }), now),
    () => activatePromoCode(db(), user, id, now),
    () => deactivatePromoCode(db(), user, id, "misused", now),
    () => editPromoCode(db(), user, id, editBody.parse({ description: "x", days: 1 }), now),
    () => exportPromoBatch(db(), user, randomUUID(), now),
  ];
  for (const attempt of tries) {
    await expect((async () => attempt())()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await db().promoCode.findMany()).toEqual(before);
});

describe("a code", () => {
  test("that was typed is kept in its one spelling, with its author, and its text stays out of the audit", async () => {
    const admin = makeAdmin();
    const input = create({ code: "may-fair 2026", maxUses: 5, endsAt: day(3).toISOString() });
    const made = await createPromoCode(db(), admin, input, now);
    expect(made).toMatchObject({
      code: "MAYFAIR2026",
      days: 30,
      maxUses: 5,
      uses: 0,
      endsAt: day(3),
      isActive: true,
      createdBy: `admin:${admin.profileId}`,
      createdAt: now,
    });
    const entries = await entriesOf(`promo_code:${made.id}`);
    expect(entries).toMatchObject([
      { actor: made.createdBy, action: "promo_code.created", after: { days: 30, maxUses: 5 } },
    ]);
    expect(JSON.stringify(entries)).not.toContain("MAYFAIR");
  });

  test("is refused in a spelling that is taken, and with an end that is past", async () => {
    const admin = makeAdmin();
    const { code } = await makeCode();
    const taken = createPromoCode(db(), admin, create({ code: code.toLowerCase() }), now);
    await expect(taken).rejects.toMatchObject({ details: { fields: { code: ["promo_taken"] } } });
    const past = createPromoCode(db(), admin, create({ endsAt: now.toISOString() }), now);
    await expect(past).rejects.toMatchObject({ details: { fields: { endsAt: ["expiry_past"] } } });
  });

  test("is generated where none was typed", async () => {
    const { code } = await createPromoCode(db(), makeAdmin(), create({ maxUses: 1 }), now);
    expect(code).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{12}$/);
  });

  test("is switched off and on again, each time in the audit", async () => {
    const admin = makeAdmin();
    const { id } = await makeCode();
    expect(await deactivatePromoCode(db(), admin, id, "was misused", now)).toMatchObject({ isActive: false });
    expect(await activatePromoCode(db(), admin, id, now)).toMatchObject({ isActive: true });
    expect(await getPromoCode(db(), admin, id)).toMatchObject({ id, isActive: true });
    expect((await entriesOf(`promo_code:${id}`)).slice(1)).toMatchObject([
      {
        action: "promo_code.deactivated",
        before: { isActive: true },
        after: { isActive: false, reason: "was misused" },
      },
      { action: "promo_code.activated", before: { isActive: false }, after: { isActive: true } },
    ]);
    const missing = randomUUID();
    await expect(activatePromoCode(db(), admin, missing, now)).rejects.toMatchObject({ code: "not_found" });
    await expect(getPromoCode(db(), admin, missing)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is not switched off without a reason", async () => {
    const { id } = await makeCode();
    const attempt = async () => deactivatePromoCode(db(), makeAdmin(), id, " ", now);
    await expect(attempt()).rejects.toMatchObject({ details: { fields: { reason: ["required"] } } });
    expect(await getPromoCode(db(), makeAdmin(), id)).toMatchObject({ isActive: true });
  });

  test("is edited until somebody has redeemed it, and not between the look and the change", async () => {
    const admin = makeAdmin();
    const code = await makeCode();
    const terms = editBody.parse({ description: "Autumn fair", days: 10, maxUses: 3 });
    expect(await editPromoCode(db(), admin, code.id, terms, now)).toMatchObject(terms);
    const [entry] = (await entriesOf(`promo_code:${code.id}`)).slice(1);
    expect(entry).toMatchObject({ action: "promo_code.edited", before: { days: 30 }, after: { days: 10 } });

    const viewer = await makeOwner(0);
    const redemption = redeemPromo(db(), viewer, code.code, someAddress(), now);
    const edits = Array.from({ length: 5 }, (_, at) =>
      editPromoCode(db(), admin, code.id, { ...terms, days: 20 + at }, now),
    );
    const outcomes = await Promise.allSettled(edits);
    const { daysGranted } = await redemption;
    const { days } = await db().promoCode.findUniqueOrThrow({ where: { id: code.id } });
    expect(daysGranted).toBe(days);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "conflict" });
    }
    const late = editPromoCode(db(), admin, code.id, terms, now);
    await expect(late).rejects.toMatchObject({ details: { values: { reason: "promo_used" } } });
  });

  test("that is a word does not become one person's", async () => {
    const made = await makeCode({ code: "may2026x" });
    const terms = editBody.parse({ description: "x", days: 1, maxUses: 1 });
    const edit = editPromoCode(db(), makeAdmin(), made.id, terms, now);
    await expect(edit).rejects.toMatchObject({ details: { fields: { maxUses: ["promo_guessable"] } } });
  });
});

describe("a batch", () => {
  test("of a thousand is there at once, each code another one, with one entry in the audit", async () => {
    const admin = makeAdmin();
    const { batchId, codes } = await createPromoBatch(db(), admin, batch({ count: 1000, maxUses: 1 }), now);
    expect(new Set(codes.map(({ code }) => code)).size).toBe(1000);
    expect(await db().promoCode.count({ where: { batchId, maxUses: 1, days: 30 } })).toBe(1000);
    const entries = await entriesOf(`promo_batch:${batchId}`);
    expect(entries).toMatchObject([{ action: "promo_batch.created", after: { count: 1000, maxUses: 1 } }]);
  });

  test("comes as CSV, with the link of each code; who took it is in the audit", async () => {
    const admin = makeAdmin();
    const wanted = batch({ count: 2, description: '=1+1, "now"', endsAt: day(9).toISOString() });
    const { batchId, codes } = await createPromoBatch(db(), admin, wanted, now);
    const csv = await exportPromoBatch(db(), admin, batchId, now);
    const [header, ...rows] = csv.replace("\uFEFF", "").trimEnd().split("\r\n");
    expect(header).toBe(
      '"code","link","description","days","max_uses","uses","ends_at","active","created_at"',
    );
    expect(rows).toHaveLength(2);
    const [first = ""] = codes.map(({ code }) => code).sort();
    expect(rows[0]).toBe(
      `"${first.match(/.{4}/g)?.join("-")}","http://127.0.0.1:3000/redeem/${first}","'=1+1, ""now""","30","","0",` +
        `"${day(9).toISOString()}","true","${now.toISOString()}"`,
    );
    expect((await entriesOf(`promo_batch:${batchId}`))[1]).toMatchObject({
      actor: `admin:${admin.profileId}`,
      action: "promo_batch.exported",
      after: { count: 2 },
    });
    const missing = exportPromoBatch(db(), admin, randomUUID(), now);
    await expect(missing).rejects.toMatchObject({ code: "not_found" });
  });
});
