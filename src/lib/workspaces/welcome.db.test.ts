import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { ensureViewer } from "./ensure-viewer.ts";

openTestDatabase();
const now = new Date("2026-05-01T12:00:00Z");
const arrive = (user: { id: string; email: string; locale?: string }) =>
  ensureViewer(db(), user, now, "a secret of at least thirty-two characters");
const welcomes = (profileId: string) => db().mail.findMany({ where: { profileId } });

test("a newcomer is welcomed once, in their language, however many first requests come at once", async () => {
  const user = { id: randomUUID(), email: "ola@example.com", locale: "pl" };
  await Promise.all(Array.from({ length: 10 }, () => arrive(user)));
  await arrive({ ...user, email: "ola@example.org" });
  expect(await welcomes(user.id)).toMatchObject([
    {
      kind: "welcome",
      recipient: user.email,
      locale: "pl",
      values: { trialEndsAt: new Date(now.getTime() + 7 * dayMs).toISOString() },
    },
  ]);
});

test("who gets no trial is promised none", async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  await arrive({ id: first, email: "ada@gmail.com" });
  await arrive({ id: second, email: "a.da+2@gmail.com" });
  expect(await welcomes(second)).toMatchObject([{ kind: "welcome", values: { trialEndsAt: null } }]);
});
