"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { anonymousAuth } from "#lib/auth/auth-client.ts";
import { toRefusal } from "#lib/auth/auth-errors.ts";
import { forgetRecovery } from "#lib/auth/recovery-cookie.ts";
import { requireViewer } from "#lib/auth/session.ts";
import { env } from "#lib/env/server.ts";
import { updateProfile } from "#lib/workspaces/store.ts";
import { db } from "#platform/db/prisma.ts";
import { callerAddress } from "#platform/next/client-address.ts";
import { formAction } from "#platform/next/form-action.ts";
import { supabase } from "#platform/next/supabase.ts";
import { consume, forgive } from "#platform/rate-limits/rate-limiter.ts";
import { routes } from "#shared/routes.ts";
import { yearSeconds } from "#shared/time.ts";
import { changeEmail } from "./change-email.ts";
import { changePassword } from "./change-password.ts";
import {
  emailChangeSchema,
  emptySchema,
  languageSchema,
  nameSchema,
  passwordChangeSchema,
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
  await forgive("password-check:profile", viewer.profileId);
  revalidatePath("/", "layout");
  return { email };
});

export const savePassword = formAction(passwordChangeSchema, async ({ current_password, password }) => {
  const viewer = await requireViewer();
  await consume("password-check:profile", viewer.profileId);
  const { auth } = await supabase();
  await changePassword(auth, { email: viewer.email, currentPassword: current_password, password });
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

export const signOutEverywhere = formAction(emptySchema, async () => {
  await requireViewer();
  const { auth } = await supabase();
  const { error } = await auth.signOut({ scope: "global" });
  if (error) throw toRefusal(error);
  await forgetRecovery();
  return redirect({ href: routes.signIn, locale: await getLocale() });
});
