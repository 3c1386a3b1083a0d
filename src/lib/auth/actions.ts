"use server";

import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { callerAddress } from "#platform/next/client-address.ts";
import { formAction } from "#platform/next/form-action.ts";
import { supabase } from "#platform/next/supabase.ts";
import { consume, forgive } from "#platform/rate-limits/rate-limiter.ts";
import { Refusal } from "#shared/errors.ts";
import { routes } from "#shared/routes.ts";
import { answerEvenly } from "./answer-evenly.ts";
import { anonymousAuth } from "./auth-client.ts";
import { setPassword, signInWithPassword } from "./passwords.ts";
import { forgetRecovery, isInRecovery, rememberRecovery } from "./recovery-cookie.ts";
import { redeemLink } from "./redeem-link.ts";
import { mailAgain, mailRecovery, mailSignInLink, mailSignUp } from "./send-mail.ts";
import { findLastPage, findLeaver, findViewer, requireViewer } from "./session.ts";
import { findSignUpBrowser, markSignUpBrowser } from "./sign-up-browser.ts";
import {
  emailSchema,
  linkSchema,
  type MailKind,
  newPasswordSchema,
  resendSchema,
  signInByLinkSchema,
  signInSchema,
  signUpByLinkSchema,
  signUpSchema,
} from "./validation.ts";

/** Longer than a mail takes to be handed over, so that sending none takes as long. */
const mailFloorMs = 600;
/** Longer than a password takes to be checked. */
const passwordFloorMs = 350;

const sent = (email: string, kind: MailKind, next: string | null) => ({ email, kind, next });

async function countMail(email: string): Promise<void> {
  await consume("mail:address", await callerAddress());
  await consume("mail:email", email);
}

async function makeAccount(account: { name: string; email: string; password?: string; next: string | null }) {
  const { next, ...person } = account;
  await consume("sign-up:address", await callerAddress());
  await consume("sign-up:email", person.email);
  const newcomer = { ...person, locale: await getLocale(), browser: await markSignUpBrowser() };
  await answerEvenly(mailFloorMs, () => mailSignUp(anonymousAuth(), newcomer, next));
  return sent(person.email, "sign-up", next);
}

export const signUp = formAction(signUpSchema, makeAccount);

export const signUpByLink = formAction(signUpByLinkSchema, makeAccount);

export const signIn = formAction(signInSchema, async ({ email, password, next }) => {
  await consume("sign-in:address", await callerAddress());
  await consume("sign-in:email", email);
  const { auth } = await supabase();
  await answerEvenly(passwordFloorMs, () => signInWithPassword(auth, email, password));
  await forgive("sign-in:email", email);
  return redirect({ href: next ?? routes.dashboard, locale: await getLocale() });
});

export const signInByLink = formAction(signInByLinkSchema, async ({ email, next }) => {
  await countMail(email);
  await answerEvenly(mailFloorMs, () => mailSignInLink(anonymousAuth(), email, next));
  return sent(email, "sign-in", next);
});

export const forgotPassword = formAction(emailSchema, async ({ email }) => {
  await countMail(email);
  await answerEvenly(mailFloorMs, () => mailRecovery(anonymousAuth(), email));
  return sent(email, "recovery", null);
});

export const resendMail = formAction(resendSchema, async ({ email, kind, next }) => {
  await countMail(email);
  await answerEvenly(mailFloorMs, () => mailAgain(anonymousAuth(), kind, email, next));
  return sent(email, kind, next);
});

export const confirmLink = formAction(linkSchema, async (link) => {
  await consume("sign-in:address", await callerAddress());
  const locale = await getLocale();
  const goOn = link.next ?? routes.dashboard;
  const choosePassword = { pathname: routes.newPassword, query: { next: goOn } };
  const { auth } = await supabase();
  const redeemed = await redeemLink(auth, link, await findSignUpBrowser()).catch(async (error: unknown) => {
    const isExpired = error instanceof Refusal && error.code === "link_expired";
    const signsIn = link.type === "signup" || link.type === "magiclink";
    const viewer = isExpired && signsIn && ((await findViewer()) ?? (await findLeaver()));
    if (!viewer) throw error;
    // Pressed twice: the first time has signed this browser in.
    const isChoosing = await isInRecovery(viewer.profileId, new Date());
    return redirect({ href: isChoosing ? choosePassword : goOn, locale });
  });
  if (redeemed.outcome === "other_mailbox") return { outcome: redeemed.outcome };

  // Makes profile and workspace of a newcomer, too.
  const lastPage = await findLastPage();
  if (lastPage) return redirect({ href: lastPage, locale });
  if (link.type === "recovery" || redeemed.mustChoosePassword) {
    await rememberRecovery(redeemed.userId, new Date());
    return redirect({ href: link.type === "recovery" ? routes.newPassword : choosePassword, locale });
  }
  if (link.type === "email_change") {
    return redirect({ href: { pathname: routes.settings, query: { saved: "email" } }, locale });
  }
  return redirect({ href: goOn, locale });
});

export const chooseNewPassword = formAction(newPasswordSchema, async ({ password, next }) => {
  const viewer = await requireViewer();
  if (!(await isInRecovery(viewer.profileId, new Date()))) throw new Refusal("link_expired");
  const { auth } = await supabase();
  await setPassword(auth, viewer.email, password);
  await forgetRecovery();
  return redirect({
    href: next ?? { pathname: routes.settings, query: { saved: "password" } },
    locale: await getLocale(),
  });
});

/** Ends this browser's session; its cookies go even when Supabase is away. */
export async function signOut(): Promise<void> {
  const { auth } = await supabase();
  await auth.signOut({ scope: "local" });
  const jar = await cookies();
  for (const { name } of jar.getAll()) if (name.startsWith("sb-")) jar.delete(name);
  await forgetRecovery();
  redirect({ href: routes.signIn, locale: await getLocale() });
}
