"use server";

import { revalidatePath } from "next/cache";
import { adminAction } from "#lib/admin/admin-action.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";
import { addOverrideByAdmin, endOverrideByAdmin, previewOverride } from "./overrides.ts";
import { endOverrideForm, overrideForm } from "./validation.ts";

/** What the override does, or would do. */
export const overrideAction = adminAction(overrideForm, async ({ intent, override }, viewer) => {
  const now = new Date();
  if (intent === "preview") {
    return { isAdded: false, effects: await previewOverride(db(), viewer, override, now) };
  }
  const effects = await addOverrideByAdmin(db(), viewer, override, now);
  revalidatePath(routes.adminOverrides());
  return { isAdded: true, effects };
});

export const endOverrideAction = adminAction(endOverrideForm, async ({ id, reason }, viewer) => {
  await endOverrideByAdmin(db(), viewer, id, reason, new Date());
  revalidatePath(routes.adminOverrides());
});
