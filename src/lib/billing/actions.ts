"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requireViewer } from "#lib/auth/session.ts";
import { formAction } from "#platform/next/form-action.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { routes } from "#shared/routes.ts";
import { makeDefault, removePaymentMethod } from "./history/payment-methods.ts";
import { restorePurchases } from "./restore-purchases.ts";
import { cancelSubscription, resumeSubscription } from "./subscription.ts";
import { billingTools } from "./tools.ts";

const nothing = z.strictObject({});
const card = z.strictObject({ id: z.string().max(200) });

export const cancelAction = formAction(nothing, async () => {
  await cancelSubscription(billingTools(), await requireViewer());
  revalidatePath(routes.billing);
});

export const resumeAction = formAction(nothing, async () => {
  await resumeSubscription(billingTools(), await requireViewer());
  revalidatePath(routes.billing);
});

export const restoreAction = formAction(nothing, async () => {
  const viewer = await requireViewer();
  await consume("restore:workspace", viewer.workspace.id);
  const { subscription } = await restorePurchases(billingTools(), viewer);
  revalidatePath(routes.billing);
  return { isFound: subscription !== null };
});

export const makeDefaultAction = formAction(card, async ({ id }) => {
  await makeDefault(billingTools(), await requireViewer(), id);
  revalidatePath(routes.billing);
});

export const removeCardAction = formAction(card, async ({ id }) => {
  await removePaymentMethod(billingTools(), await requireViewer(), id);
  revalidatePath(routes.billing);
});
