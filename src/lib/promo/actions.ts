"use server";

import { revalidatePath } from "next/cache";
import { requireViewer } from "#lib/auth/session.ts";
import { db } from "#platform/db/prisma.ts";
import { callerAddress } from "#platform/next/client-address.ts";
import { formAction } from "#platform/next/form-action.ts";
import { routes } from "#shared/routes.ts";
import { redeemPromo } from "./redemption.ts";
import { redeemBody } from "./validation.ts";

export const redeemAction = formAction(redeemBody, async ({ code }) => {
  const viewer = await requireViewer();
  const redeemed = await redeemPromo(db(), viewer, code, await callerAddress(), new Date());
  revalidatePath(routes.dashboard, "layout");
  return redeemed;
});
