"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requireViewer } from "#lib/auth/session.ts";
import { formAction } from "#platform/next/form-action.ts";
import { routes } from "#shared/routes.ts";
import { cancelSubscription, resumeSubscription } from "./subscription.ts";
import { billingTools } from "./tools.ts";

const nothing = z.strictObject({});

export const cancelAction = formAction(nothing, async () => {
  await cancelSubscription(billingTools(), await requireViewer());
  revalidatePath(routes.billing);
});

export const resumeAction = formAction(nothing, async () => {
  await resumeSubscription(billingTools(), await requireViewer());
  revalidatePath(routes.billing);
});
