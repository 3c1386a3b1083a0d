"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { adminAction } from "#lib/admin/admin-action.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";
import { retryJob, retryMail } from "./retry.ts";

const oneById = z.strictObject({ id: z.uuid() });

export const retryJobAction = adminAction(oneById, async ({ id }, viewer) => {
  await retryJob(db(), viewer, id, new Date());
  revalidatePath(routes.adminSystem);
});

export const retryMailAction = adminAction(oneById, async ({ id }, viewer) => {
  await retryMail(db(), viewer, id, new Date());
  revalidatePath(routes.adminSystem);
});
