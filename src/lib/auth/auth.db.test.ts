import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeEmail } from "#lib/account/change-email.ts";
import { changePassword } from "#lib/account/change-password.ts";
import { Refusal, type RefusalDetails } from "#shared/errors.ts";
import {
  appUrl,
  type LocalAuth,
  publishableKey,
  startLocalAuth,
} from "../../../sandbox/testing/local-auth.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { type AuthClient, anonymousAuth } from "./auth-client.ts";
import { requirePassword, setPassword, signInWithPassword } from "./passwords.ts";
import { redeemLink } from "./redeem-link.ts";
import { mailAgain, mailRecovery, mailSignInLink, mailSignUp } from "./send-mail.ts";
import type { MailedLink } from "./validation.ts";

const database = openTestDatabase();
let auth: LocalAuth;

beforeAll(async () => {
  auth = await startLocalAuth(database().url);
});
afterAll(() => auth.stop());

const password = "correct horse battery";
const newAddress = () => `${randomUUID()}@example.test`;

/** A browser's client: it keeps its session for as long as the test. */
function browser(): AuthClient {
  return createClient(auth.url, publishableKey, { auth: { autoRefreshToken: false } }).auth;
}

type Message = { subject: string; text: string };

async function mailsTo(email: string): Promise<Message[]> {
  const answer = await fetch(`${auth.mailboxUrl}/api/messages?to=${encodeURIComponent(email)}`);
  return (await answer.json()) as Message[];
}

/** The link in the newest mail; mails are handed over before Supabase answers. */
async function linkTo(
  email: string,
): Promise<Pick<MailedLink, "token_hash" | "type"> & { path: string; redirectTo: string | null }> {
  const [newest] = await mailsTo(email);
  const found = newest?.text.match(/https?:\/\/\S+\/auth\/confirm\S+/);
  if (!found) throw new Error(`no link was mailed to ${email}`);
  const url = new URL(found[0]);
  const type = url.searchParams.get("type") as MailedLink["type"];
  return {
    token_hash: url.searchParams.get("token_hash") ?? "",
    type,
    path: url.pathname,
    redirectTo: url.searchParams.get("redirect_to"),
  };
}

const mark = "the browser that signs up";

async function redeem(client: AuthClient, email: string, browserMark: string | null = mark) {
  return redeemLink(client, await linkTo(email), browserMark);
}

async function refusalOf(work: Promise<unknown>): Promise<{ code: string; details: RefusalDetails }> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw new Error("was not refused", { cause: error });
  return { code: error.code, details: error.details };
}

async function member(): Promise<{ email: string; client: AuthClient }> {
  const email = newAddress();
  const client = browser();
  await mailSignUp(anonymousAuth(), { email, password, name: "Anna", locale: "en", browser: mark });
  await redeem(client, email);
  return { email, client };
}

describe("signing up", () => {
  test("mails a link in the person's language, and the link signs in", async () => {
    const email = newAddress();
    await mailSignUp(anonymousAuth(), { email, password, name: "Anna", locale: "pl", browser: mark });
    expect(await linkTo(email)).toMatchObject({ type: "signup", path: "/pl/auth/confirm" });
    const client = browser();
    expect(await redeem(client, email)).toMatchObject({ outcome: "signed_in" });
    const { data } = await client.getUser();
    expect(data.user).toMatchObject({ email, user_metadata: { name: "Anna", locale: "pl" } });
    await signInWithPassword(browser(), email, password);
  });

  test("with an address that has an account changes nothing and mails a link to sign in", async () => {
    const { email } = await member();
    await mailSignUp(anonymousAuth(), {
      email,
      password: "another one entirely",
      name: "Eve",
      locale: "pl",
      browser: mark,
    });
    expect((await linkTo(email)).type).toBe("magiclink");
    await signInWithPassword(browser(), email, password);
    expect(await refusalOf(signInWithPassword(browser(), email, "another one entirely"))).toMatchObject({
      code: "invalid_credentials",
    });
  });

  test("is refused a session until the address is confirmed, and the mail can be sent again", async () => {
    const email = newAddress();
    await mailSignUp(anonymousAuth(), { email, password, name: "", locale: "en", browser: mark });
    expect(await refusalOf(signInWithPassword(browser(), email, password))).toMatchObject({
      code: "email_not_confirmed",
    });
    const first = await linkTo(email);
    await mailAgain(anonymousAuth(), "sign-up", email);
    const second = await linkTo(email);
    expect(second.token_hash).not.toBe(first.token_hash);
    expect(await redeem(browser(), email)).toMatchObject({ outcome: "signed_in" });
  });
});

describe("an account that somebody made with a stranger's address", () => {
  const claim = (email: string) =>
    mailSignUp(anonymousAuth(), { email, password, name: "Eve", locale: "en", browser: "Eve's browser" });

  test.each([
    ["in a browser without a mark", null],
    ["in a browser that signed up itself", mark],
  ])("forgets its password when the address is confirmed %s", async (_where, browserMark) => {
    const email = newAddress();
    await claim(email);
    const owner = browser();
    expect(await redeem(owner, email, browserMark)).toMatchObject({ mustChoosePassword: true });
    expect(await refusalOf(signInWithPassword(browser(), email, password))).toMatchObject({
      code: "invalid_credentials",
    });
    await setPassword(owner, email, "a new one entirely");
    await signInWithPassword(browser(), email, "a new one entirely");
  });

  test.each(["sign-in", "recovery"] as const)("forgets it with a link of %s as well", async (kind) => {
    const email = newAddress();
    await claim(email);
    await mailAgain(anonymousAuth(), kind, email);
    const { type } = await linkTo(email);
    expect(type).not.toBe("signup");
    await redeem(browser(), email, null);
    expect(await refusalOf(signInWithPassword(browser(), email, password))).toMatchObject({
      code: "invalid_credentials",
    });
  });

  test("keeps it where it was made, and asks for none where none was given", async () => {
    const email = newAddress();
    await claim(email);
    expect(await redeem(browser(), email, "Eve's browser")).toMatchObject({ mustChoosePassword: false });
    await signInWithPassword(browser(), email, password);
    const other = newAddress();
    await mailSignUp(anonymousAuth(), { email: other, name: "", locale: "en", browser: mark });
    expect(await redeem(browser(), other, null)).toMatchObject({ mustChoosePassword: false });
  });
});

describe("a mailed link", () => {
  test("carries the page to go on to, for signing up and for signing in", async () => {
    const email = newAddress();
    const next = "/dashboard?page=2&sort=name";
    await mailSignUp(anonymousAuth(), { email, password, name: "", locale: "en", browser: mark }, next);
    expect((await linkTo(email)).redirectTo).toBe(`${appUrl}${next}`);
    await redeem(browser(), email);
    await mailSignInLink(anonymousAuth(), email, next);
    expect((await linkTo(email)).redirectTo).toBe(`${appUrl}${next}`);
  });

  test("works once", async () => {
    const email = newAddress();
    await mailSignUp(anonymousAuth(), { email, password, name: "", locale: "en", browser: mark });
    await redeem(browser(), email);
    expect(await refusalOf(redeem(browser(), email))).toMatchObject({ code: "link_expired" });
  });

  test("is not sent to a stranger, who is not told either", async () => {
    const email = newAddress();
    await mailSignInLink(anonymousAuth(), email);
    await mailRecovery(anonymousAuth(), email);
    await mailAgain(anonymousAuth(), "sign-up", email);
    expect(await mailsTo(email)).toEqual([]);
  });

  test("that nobody ever mailed is refused", async () => {
    const made = { token_hash: "0".repeat(64), type: "signup" } as const;
    expect(await refusalOf(redeemLink(browser(), made, null))).toMatchObject({ code: "link_expired" });
  });
});

describe("a password", () => {
  test("chosen after a recovery link counts from then on and ends the other sessions", async () => {
    const { email, client: elsewhere } = await member();
    await mailRecovery(anonymousAuth(), email);
    const here = browser();
    await redeem(here, email);
    expect(await refusalOf(setPassword(here, email, email))).toMatchObject({
      details: { fields: { password: ["password_common"] } },
    });
    await setPassword(here, email, "a new one entirely");
    expect((await elsewhere.getUser()).data.user).toBeNull();
    expect((await here.getUser()).data.user?.email).toBe(email);
    expect(await refusalOf(signInWithPassword(browser(), email, password))).toMatchObject({
      code: "invalid_credentials",
    });
    await signInWithPassword(browser(), email, "a new one entirely");
  });

  test("counts even when the other sessions could not be ended", async () => {
    const { email } = await member();
    const { session } = (await browser().signInWithPassword({ email, password })).data;
    if (!session) throw new Error("no session");
    // Supabase goes away between the two calls.
    const failing = createClient(auth.url, publishableKey, {
      auth: { autoRefreshToken: false, persistSession: false },
      global: {
        fetch: (input, init) =>
          String(input).includes("/logout")
            ? Promise.reject(new TypeError("fetch failed"))
            : fetch(input, init),
      },
    }).auth;
    await failing.setSession(session);
    await setPassword(failing, email, "a new one entirely");
    await signInWithPassword(browser(), email, "a new one entirely");
  });

  test("is changed only by who knows the old one, and this session stays", async () => {
    const { email, client } = await member();
    const elsewhere = browser();
    await signInWithPassword(elsewhere, email, password);
    const wrong = { email, currentPassword: "not this one", password: "a new one entirely" };
    expect(await refusalOf(changePassword(client, wrong))).toMatchObject({
      details: { fields: { current_password: ["password_wrong"] } },
    });
    expect((await client.getUser()).data.user?.email).toBe(email);
    await changePassword(client, { ...wrong, currentPassword: password });
    expect((await client.getUser()).data.user?.email).toBe(email);
    expect((await elsewhere.getUser()).data.user).toBeNull();
  });

  test("is not replaced by itself, nor by the address", async () => {
    const { email, client } = await member();
    const change = { email, currentPassword: password };
    expect(await refusalOf(changePassword(client, { ...change, password }))).toMatchObject({
      details: { fields: { password: ["password_same"] } },
    });
    expect(await refusalOf(changePassword(client, { ...change, password: email }))).toMatchObject({
      details: { fields: { password: ["password_common"] } },
    });
  });
});

describe("another address", () => {
  test("counts once its own mailbox has agreed", async () => {
    const { email, client } = await member();
    const to = newAddress();
    await changeEmail(
      { session: client, anonymous: anonymousAuth() },
      { from: email, to, currentPassword: password },
    );
    expect((await client.getUser()).data.user).toMatchObject({ email, new_email: to });
    expect(await redeem(client, to)).toMatchObject({ outcome: "signed_in" });
    expect((await client.getUser()).data.user?.email).toBe(to);
    await requirePassword(browser(), to, password);
  });

  test("of somebody else is answered alike, and gets no mail", async () => {
    const other = await member();
    const { email, client } = await member();
    const before = await mailsTo(other.email);
    const change = { from: email, to: other.email, currentPassword: password };
    await changeEmail({ session: client, anonymous: anonymousAuth() }, change);
    expect(await mailsTo(other.email)).toEqual(before);
    expect((await client.getUser()).data.user?.email).toBe(email);
  });

  test("needs the password and has to be another one", async () => {
    const { email, client } = await member();
    const clients = { session: client, anonymous: anonymousAuth() };
    const same = { from: email, to: email, currentPassword: password };
    expect(await refusalOf(changeEmail(clients, same))).toMatchObject({
      details: { fields: { email: ["email_same"] } },
    });
    expect(
      await refusalOf(changeEmail(clients, { ...same, to: newAddress(), currentPassword: "not this one" })),
    ).toMatchObject({ details: { fields: { current_password: ["password_wrong"] } } });
  });
});

test("while Supabase is away everything is refused as unavailable", async () => {
  const away = createClient("http://127.0.0.1:9", publishableKey, {
    auth: { persistSession: false },
  }).auth;
  const account = { email: newAddress(), password, name: "", locale: "en", browser: mark };
  for (const work of [
    () => mailSignUp(away, account),
    () => mailSignInLink(away, account.email),
    () => mailRecovery(away, account.email),
    () => mailAgain(away, "sign-up", account.email),
    () => signInWithPassword(away, account.email, password),
    () => redeemLink(away, { token_hash: "0".repeat(64), type: "signup" }, null),
  ]) {
    expect(await refusalOf(work())).toMatchObject({ code: "unavailable" });
  }
});
