"use server";

import { revalidatePath } from "next/cache";
import { adminAction } from "#lib/admin/admin-action.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";
import { grantWaiverForm, revokeWaiverForm } from "./validation.ts";
import { grantWaiverByAdmin, revokeWaiverByAdmin } from "./waivers.ts";

export const grantWaiverAction = adminAction(grantWaiverForm, async (input, viewer) => {
  const { tier } = await grantWaiverByAdmin(db(), viewer, input, new Date());
  revalidatePath(routes.adminWaivers());
  return { tier };
});

export const revokeWaiverAction = adminAction(revokeWaiverForm, async ({ workspaceId, reason }, viewer) => {
  await revokeWaiverByAdmin(db(), viewer, workspaceId, reason, new Date());
  revalidatePath(routes.adminWaivers());
});
