"use server";

import { revalidatePath } from "next/cache";
import { adminAction } from "#lib/admin/admin-action.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";
import { compareWithStripe } from "./compare-with-stripe.ts";
import { setRate } from "./exchange-rates.ts";
import { nothing, rateBody } from "./validation.ts";

export const compareAction = adminAction(nothing, async (_, viewer) => {
  const { endedAt, differenceCount } = await compareWithStripe(billingTools(), viewer);
  revalidatePath(routes.adminRevenue);
  return { isComplete: endedAt !== null, differenceCount };
});

export const setRateAction = adminAction(rateBody, async (body, viewer) => {
  await setRate(db(), viewer, body, new Date());
  revalidatePath(routes.adminRevenue);
  return null;
});
