"use server";

import { revalidatePath } from "next/cache";
import { requireViewer } from "#lib/auth/session.ts";
import { db } from "#platform/db/prisma.ts";
import { formAction } from "#platform/next/form-action.ts";
import { routes } from "#shared/routes.ts";
import { createKeyForm, keyIdForm } from "./validation.ts";
import { createWorkspaceKey, revokeWorkspaceKey } from "./workspace-keys.ts";

/** Answers with the key's text, the one time that it can be read. */
export const createKeyAction = formAction(createKeyForm, async (input) => {
  const { text } = await createWorkspaceKey(db(), await requireViewer(), input, new Date());
  revalidatePath(routes.apiKeys);
  return { text, name: input.name };
});

export const revokeKeyAction = formAction(keyIdForm, async ({ id }) => {
  await revokeWorkspaceKey(db(), await requireViewer(), id, new Date());
  revalidatePath(routes.apiKeys);
});
