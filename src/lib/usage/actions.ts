"use server";

import { revalidatePath } from "next/cache";
import { requireViewer } from "#lib/auth/session.ts";
import { db } from "#platform/db/prisma.ts";
import { formAction } from "#platform/next/form-action.ts";
import { insertDismissal } from "./notice-store.ts";
import { noticeSchema } from "./validation.ts";

export const dismissNotice = formAction(noticeSchema, async ({ meter, threshold, period_start }) => {
  const { profileId, workspace } = await requireViewer();
  await insertDismissal(db(), workspace.id, profileId, { meter, threshold, periodStart: period_start });
  revalidatePath("/", "layout");
  return {};
});
