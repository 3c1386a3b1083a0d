import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "#platform/db/pool.ts";
import { db } from "#platform/db/prisma.ts";
import { payingLogin } from "../../prisma/seed/people.ts";
import { demoId } from "../../prisma/seed/seed.ts";
import { type Harness, keys, makeCatalogue, startHarness } from "../stripe/testing/harness.ts";
import { openTestDatabase } from "../testing/test-database.ts";
import { seedDemoPlan } from "./demo-plan.ts";

openTestDatabase();
let local: Harness;

beforeAll(async () => {
  local = await startHarness();
}, 60_000);
afterAll(() => local.stop());

test("the demo's paying person has one subscription that is paid, however often it is started", async () => {
  const id = demoId(`workspace ${payingLogin}`);
  await db().workspace.create({ data: { id, name: "Demo" } });
  const { monthly } = await makeCatalogue(local.stripe);
  for (let start = 0; start < 3; start++) {
    await seedDemoPlan(pool(), local.server, keys.secretKey, monthly.id);
  }
  const customers = await db().billingCustomer.findMany({ where: { workspaceId: id } });
  expect(customers).toHaveLength(1);
  const { data } = await local.stripe.subscriptions.list({ customer: customers[0]?.id ?? "" });
  expect(data.map(({ status }) => status)).toEqual(["active"]);
  expect((await local.stripe.customers.list({})).data).toHaveLength(1);
});
