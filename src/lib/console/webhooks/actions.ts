"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { adminAction } from "#lib/admin/admin-action.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { showPlace } from "#shared/keyset.ts";
import { routes } from "#shared/routes.ts";
import { replayMatching, replayOne } from "../replay.ts";
import { replayForm } from "../validation.ts";
import { replayMatchingForm, showFilters } from "./validation.ts";

/** The page itself says what became of it: the row may have gone from its list. */
export const replayDeliveryAction = adminAction(replayForm, async ({ event }, viewer): Promise<undefined> => {
  const counts = await replayOne(billingTools(), viewer, event);
  return redirect({ href: routes.adminWebhook(event, { ...counts }), locale: await getLocale() });
});

export const replayMatchingAction = adminAction(
  replayMatchingForm,
  async (filters, viewer): Promise<undefined> => {
    const { past, ...counts } = await replayMatching(billingTools(), viewer, filters);
    const goOn = past && { past: showPlace(past) };
    const href = routes.adminWebhooks({ ...showFilters(filters), ...goOn }, counts);
    return redirect({ href, locale: await getLocale() });
  },
);
