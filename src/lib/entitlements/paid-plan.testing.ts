import { randomUUID } from "node:crypto";
import { db } from "#platform/db/prisma.ts";

type Wanted = {
  startedAt: Date;
  periodStart?: Date;
  periodEnd?: Date;
  cancelAt?: Date | null;
  currency?: string;
};

/** Writes down that the workspace pays for Pro. @returns the id of its subscription */
export async function startPaying(workspaceId: string, wanted: Wanted): Promise<string> {
  const customerId = `cus_${randomUUID()}`;
  await db().billingCustomer.create({ data: { id: customerId, workspaceId } });
  const { id } = await db().billingSubscription.create({
    data: {
      id: `sub_${randomUUID()}`,
      workspaceId,
      customerId,
      kind: "plan",
      status: "active",
      priceId: "price_test",
      tier: "premium",
      currency: "usd",
      quantity: 1,
      details: {},
      ...wanted,
    },
  });
  return id;
}
