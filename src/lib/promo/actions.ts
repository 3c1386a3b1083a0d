"use server";

import { requireViewer } from "#lib/auth/session.ts";
import { db } from "#platform/db/prisma.ts";
import { callerAddress } from "#platform/next/client-address.ts";
import { formAction } from "#platform/next/form-action.ts";
import { redeemPromo } from "./redemption.ts";
import { redeemBody } from "./validation.ts";

/** The page around the form stays as it is: it might hold what is to be read. */
export const redeemAction = formAction(redeemBody, async ({ code }) => {
  return redeemPromo(db(), await requireViewer(), code, await callerAddress(), new Date());
});
