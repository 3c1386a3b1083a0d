"use server";

import { revalidatePath } from "next/cache";
import { adminAction } from "#lib/admin/admin-action.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";
import { createPlatformKey, revokeAnyKey } from "./keys.ts";
import { createPlatformKeyForm, revokeAnyKeyForm } from "./validation.ts";

/** Answers with the key's text, the one time that it can be read. */
export const createPlatformKeyAction = adminAction(createPlatformKeyForm, async (input, viewer) => {
  const { text } = await createPlatformKey(db(), viewer, input, new Date());
  revalidatePath(routes.adminApiKeys());
  return { text, name: input.name };
});

export const revokeAnyKeyAction = adminAction(revokeAnyKeyForm, async ({ id, reason }, viewer) => {
  await revokeAnyKey(db(), viewer, id, reason, new Date());
  revalidatePath(routes.adminApiKeys());
});
