"use server";

import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { findSecondFactor, requireViewer } from "#lib/auth/session.ts";
import { db } from "#platform/db/prisma.ts";
import { formAction } from "#platform/next/form-action.ts";
import { supabase } from "#platform/next/supabase.ts";
import { routes } from "#shared/routes.ts";
import { beginOwnFactor, confirmOwnFactor, removeOwnFactor, showOwnFactor } from "./own-second-factor.ts";
import { beginSchema, confirmSchema, removeSchema, showSchema } from "./second-factor-validation.ts";

const tools = async () => ({
  db: db(),
  auth: (await supabase()).auth,
  known: await findSecondFactor(),
});

export const beginSecondFactor = formAction(beginSchema, async () =>
  beginOwnFactor(await tools(), await requireViewer(), new Date()),
);

export const confirmSecondFactor = formAction(confirmSchema, async ({ factor_id: factorId, code, next }) => {
  await confirmOwnFactor(await tools(), await requireViewer(), { factorId, code }, new Date());
  return redirect({ href: next ?? routes.secondFactor(), locale: await getLocale() });
});

export const showSecondFactor = formAction(showSchema, async ({ code, next }) => {
  await showOwnFactor(await tools(), await requireViewer(), code);
  return redirect({ href: next ?? routes.secondFactor(), locale: await getLocale() });
});

export const removeOwnSecondFactor = formAction(removeSchema, async () => {
  await removeOwnFactor(await tools(), await requireViewer(), new Date());
  return redirect({ href: routes.secondFactor(), locale: await getLocale() });
});
