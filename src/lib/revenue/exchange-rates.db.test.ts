import { expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { getRates, setRate } from "./exchange-rates.ts";
import { makeReader } from "./revenue.testing.ts";
import { rateBody } from "./validation.ts";

openTestDatabase();
const admin = makeReader();

test("of rates the newest day counts, and what was noted stays", async () => {
  const note = (rate: string, day: string) =>
    setRate(
      db(),
      admin,
      rateBody.parse({ currency: "eur", into: "usd", rate, day, source: "ECB" }),
      new Date("2026-11-21T12:00:00Z"),
    );
  await note("1.10", "2026-11-20");
  await note("1,0845", "2026-11-21");
  await note("1.2", "2026-11-01");
  expect(await getRates(db(), admin)).toEqual([
    { currency: "eur", into: "usd", rateMicros: 1_084_500n, day: "2026-11-21", source: "ECB" },
  ]);
  expect(await db().auditEvent.count({ where: { action: "revenue.rate_set" } })).toBe(3);
});

test("a rate of a day that has not come is refused: it would count before all that are noted until then", async () => {
  const now = new Date("2026-11-21T23:30:00Z");
  const note = (day: string) =>
    setRate(
      db(),
      admin,
      rateBody.parse({ currency: "pln", into: "usd", rate: "0.25", day, source: "NBP" }),
      now,
    );
  for (const day of ["2026-11-22", "2062-11-21", "0000-01-01"]) {
    await expect(note(day), day).rejects.toMatchObject({
      code: "validation",
      details: { fields: { day: ["rate_day"] } },
    });
  }
  await note("2026-11-21");
  expect(await db().exchangeRate.count({ where: { currency: "pln" } })).toBe(1);
});
