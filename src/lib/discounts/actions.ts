"use server";

import { revalidatePath } from "next/cache";
import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { adminAction } from "#lib/admin/admin-action.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { routes } from "#shared/routes.ts";
import { createDiscount } from "./create-discount.ts";
import { createForm } from "./create-form.ts";
import { deactivateDiscount } from "./deactivate-discount.ts";
import { deactivateForm } from "./validation.ts";

/** Leads to what was made. */
export const createDiscountAction = adminAction(createForm, async (wanted, viewer) => {
  const { id } = await createDiscount(billingTools(), viewer, wanted);
  return redirect({ href: routes.adminDiscount(id), locale: await getLocale() });
});

export const deactivateDiscountAction = adminAction(deactivateForm, async ({ id, reason }, viewer) => {
  await deactivateDiscount(billingTools(), viewer, id, reason);
  revalidatePath(routes.adminDiscount(id));
});
