"use server";

import { revalidatePath } from "next/cache";
import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { adminAction } from "#lib/admin/admin-action.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";
import {
  activatePromoCode,
  createPromoBatch,
  createPromoCode,
  deactivatePromoCode,
  editPromoCode,
} from "./service.ts";
import { batchBody, createBody, deactivateForm, editForm, promoIdForm } from "./validation.ts";

export const createPromoAction = adminAction(createBody, async (input, viewer): Promise<undefined> => {
  const { id } = await createPromoCode(db(), viewer, input, new Date());
  return redirect({ href: routes.adminPromoCode(id), locale: await getLocale() });
});

/** The list of what was made says how to get it as a file. */
export const createBatchAction = adminAction(batchBody, async (input, viewer): Promise<undefined> => {
  const { batchId: batch } = await createPromoBatch(db(), viewer, input, new Date());
  return redirect({ href: routes.adminPromo({ batch }), locale: await getLocale() });
});

export const editPromoAction = adminAction(editForm, async ({ id, ...terms }, viewer) => {
  await editPromoCode(db(), viewer, id, terms, new Date());
  revalidatePath(routes.adminPromoCode(id));
});

export const activatePromoAction = adminAction(promoIdForm, async ({ id }, viewer) => {
  await activatePromoCode(db(), viewer, id, new Date());
  revalidatePath(routes.adminPromoCode(id));
});

export const deactivatePromoAction = adminAction(deactivateForm, async ({ id, reason }, viewer) => {
  await deactivatePromoCode(db(), viewer, id, reason, new Date());
  revalidatePath(routes.adminPromoCode(id));
});
