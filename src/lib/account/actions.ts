"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { anonymousAuth } from "#lib/auth/auth-client.ts";
import { toRefusal } from "#lib/auth/auth-errors.ts";
import { requirePassword } from "#lib/auth/passwords.ts";
import { forgetRecovery } from "#lib/auth/recovery-cookie.ts";
import { findLeaver, requireViewer } from "#lib/auth/session.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { env } from "#lib/env/server.ts";
import { updateProfile } from "#lib/workspaces/store.ts";
import { db } from "#platform/db/prisma.ts";
import { callerAddress } from "#platform/next/client-address.ts";
import { formAction } from "#platform/next/form-action.ts";
import { supabase } from "#platform/next/supabase.ts";
import { consume, forgive } from "#platform/rate-limits/rate-limiter.ts";
import { Refusal } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";
import { yearSeconds } from "#shared/time.ts";
import { changeEmail } from "./change-email.ts";
import { changePassword } from "./change-password.ts";
import { keepAccount } from "./keep-account.ts";
import { requestDeletion } from "./request-deletion.ts";
import { tellPerson } from "./tell-person.ts";
import {
  deletionSchema,
  emailChangeSchema,
  emptySchema,
  languageSchema,
  nameSchema,
  passwordChangeSchema,
  usageMailsSchema,
} from "./validation.ts";

export const saveName = formAction(nameSchema, async ({ name }) => {
  const viewer = await requireViewer();
  await updateProfile(db(), viewer.profileId, { name });
  revalidatePath("/", "layout");
  return { name };
});

export const saveEmail = formAction(emailChangeSchema, async ({ email, current_password }) => {
  const viewer = await requireViewer();
  await consume("password-check:profile", viewer.profileId);
  await consume("mail:address", await callerAddress());
  await consume("mail:email", email);
  const { auth: session } = await supabase();
  const change = { from: viewer.email, to: email, currentPassword: current_password };
  await changeEmail({ session, anonymous: anonymousAuth() }, change);
  const now = new Date();
  const notice = { kind: "email_change_asked" as const, about: now.toISOString(), values: { email } };
  await db().$transaction((tx) => tellPerson(tx, viewer.profileId, notice, now));
  await forgive("password-check:profile", viewer.profileId);
  revalidatePath("/", "layout");
  return { email };
});

export const savePassword = formAction(passwordChangeSchema, async ({ current_password, password }) => {
  const viewer = await requireViewer();
  await consume("password-check:profile", viewer.profileId);
  const { auth } = await supabase();
  const check = viewer.secondFactorAt ? anonymousAuth() : auth;
  await changePassword(auth, { email: viewer.email, currentPassword: current_password, password }, check);
  await forgive("password-check:profile", viewer.profileId);
  await forgetRecovery();
  return {};
});

export const saveLanguage = formAction(languageSchema, async ({ locale }) => {
  const viewer = await requireViewer();
  const { auth } = await supabase();
  // Mails are written in the language that Supabase knows.
  const { error } = await auth.updateUser({ data: { locale } });
  if (error) throw toRefusal(error);
  await updateProfile(db(), viewer.profileId, { locale });
  (await cookies()).set("NEXT_LOCALE", locale, {
    path: "/",
    sameSite: "lax",
    secure: env().APP_URL.startsWith("https:"),
    maxAge: yearSeconds,
  });
  return redirect({ href: { pathname: routes.settings, query: { saved: "language" } }, locale });
});

export const saveUsageMails = formAction(usageMailsSchema, async ({ usage_mails }) => {
  const viewer = await requireViewer();
  await updateProfile(db(), viewer.profileId, { usageMails: usage_mails });
  return { usageMails: usage_mails };
});

export const signOutEverywhere = formAction(emptySchema, async () => {
  await requireViewer();
  const { auth } = await supabase();
  const { error } = await auth.signOut({ scope: "global" });
  if (error) throw toRefusal(error);
  await forgetRecovery();
  return redirect({ href: routes.signIn, locale: await getLocale() });
});

export const deleteAccount = formAction(deletionSchema, async ({ confirmation, current_password }) => {
  const viewer = await requireViewer();
  if (confirmation !== viewer.email.toLowerCase()) {
    throw new Refusal("validation", { fields: { confirmation: ["address_differs"] } });
  }
  await consume("password-check:profile", viewer.profileId);
  const anonymous = anonymousAuth();
  await requirePassword(anonymous, viewer.email, current_password);
  // The check opened a session of its own, which nobody needs.
  await anonymous.signOut({ scope: "local" });
  await forgive("password-check:profile", viewer.profileId);
  await requestDeletion(billingTools(), viewer);
  return redirect({ href: routes.leaving, locale: await getLocale() });
});

export const keepMyAccount = formAction(emptySchema, async () => {
  const leaver = await findLeaver();
  // Somebody who has kept it in another tab is on the way to the dashboard as well.
  if (leaver) await keepAccount(db(), leaver.profileId, new Date());
  return redirect({ href: routes.dashboard, locale: await getLocale() });
});
