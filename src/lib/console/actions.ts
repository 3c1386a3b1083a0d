"use server";

import { revalidatePath } from "next/cache";
import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { requireViewer } from "#lib/auth/session.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { formAction } from "#platform/next/form-action.ts";
import { routes } from "#shared/routes.ts";
import { reconcileByAdmin } from "./reconcile.ts";
import { type Replayed, replayOne, replaySetAside } from "./replay.ts";
import { nothing, replayForm } from "./validation.ts";

export const replayAction = formAction(replayForm, async ({ event }) => {
  return showReplayed(await replayOne(billingTools(), await requireViewer(), event));
});

export const replayAllAction = formAction(nothing, async () => {
  return showReplayed(await replaySetAside(billingTools(), await requireViewer()));
});

export const reconcileAction = formAction(nothing, async () => {
  const result = await reconcileByAdmin(billingTools(), await requireViewer());
  revalidatePath(routes.admin);
  return result;
});

/** The row that was clicked may be gone: the page itself says what became of it. */
async function showReplayed({ replayed, processed, failed }: Replayed): Promise<undefined> {
  const href = routes.adminReplayed({ replayed, processed, failed });
  return redirect({ href, locale: await getLocale() });
}
