"use server";

import { revalidatePath } from "next/cache";
import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { adminAction } from "#lib/admin/admin-action.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { routes } from "#shared/routes.ts";
import { reconcileByAdmin } from "./reconcile.ts";
import { type Replayed, replayOne, replaySetAside } from "./replay.ts";
import { nothing, replayForm } from "./validation.ts";

export const replayAction = adminAction(replayForm, async ({ event }, viewer) => {
  return showReplayed(await replayOne(billingTools(), viewer, event));
});

export const replayAllAction = adminAction(nothing, async (_, viewer) => {
  return showReplayed(await replaySetAside(billingTools(), viewer));
});

export const reconcileAction = adminAction(nothing, async (_, viewer) => {
  const result = await reconcileByAdmin(billingTools(), viewer);
  revalidatePath(routes.admin, "layout");
  return result;
});

/** The row that was clicked may be gone: the page itself says what became of it. */
async function showReplayed({ replayed, processed, failed }: Replayed): Promise<undefined> {
  const href = routes.adminReplayed({ replayed, processed, failed });
  return redirect({ href, locale: await getLocale() });
}
