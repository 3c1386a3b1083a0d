"use server";

import { revalidatePath } from "next/cache";
import { adminAction } from "#lib/admin/admin-action.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";
import { addOverrideByAdmin, endOverrideByAdmin, previewOverride } from "./overrides.ts";
import { endOverrideForm, overrideForm } from "./validation.ts";

/** What the override does; for a preview what it would do, with what was typed, which the form keeps. */
export const overrideAction = adminAction(overrideForm, async ({ intent, override, typed }, viewer) => {
  const now = new Date();
  if (intent === "preview") return { effects: await previewOverride(db(), viewer, override, now), typed };
  const effects = await addOverrideByAdmin(db(), viewer, override, now);
  revalidatePath(routes.adminOverrides());
  return { effects, typed: null };
});

export const endOverrideAction = adminAction(endOverrideForm, async ({ id, reason }, viewer) => {
  await endOverrideByAdmin(db(), viewer, id, reason, new Date());
  revalidatePath(routes.adminOverrides());
});
