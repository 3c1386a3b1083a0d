"use server";

import { revalidatePath } from "next/cache";
import { adminAction } from "#lib/admin/admin-action.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";
import { grantWaiverForm, revokeWaiverForm } from "./validation.ts";
import { grantWaiverByAdmin, revokeWaiverByAdmin } from "./waivers.ts";

export const grantWaiverAction = adminAction(grantWaiverForm, async (input, viewer) => {
  await grantWaiverByAdmin(db(), viewer, input, new Date());
  revalidatePath(routes.adminWaivers());
  return { tier: input.tier };
});

export const revokeWaiverAction = adminAction(revokeWaiverForm, async ({ workspaceId, reason }, viewer) => {
  await revokeWaiverByAdmin(db(), viewer, workspaceId, reason, new Date());
  revalidatePath(routes.adminWaivers());
});
