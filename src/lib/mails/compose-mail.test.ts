import { describe, expect, test } from "vitest";
import { locales } from "#shared/locale.ts";
import { codeNames, noCodes } from "./code-names.ts";
import { composeMail } from "./compose-mail.ts";
import { mailKinds } from "./mail-content.ts";
import type { MailKind, MailValues, MeterWord } from "./mail-kinds.ts";

const appUrl = "https://qr.example.com";
const at = "2026-05-24T12:30:00.000Z";
const someCodes = codeNames(["Menu", "Flyer"]);
const pro = { plan: "pro", amountMinor: 3_600, currency: "pln" } as const;

const samples: MailValues = {
  welcome: { trialEndsAt: at },
  trial_ending: { days: 3, endsAt: at, codes: someCodes },
  payment_failed: { ...pro, nextAttemptAt: at, accessUntil: at, codes: someCodes },
  payment_recovered: { plan: "pro", renewsAt: at, resumed: someCodes },
  plan_started: { ...pro, interval: "month", renewsAt: at, resumed: someCodes },
  plan_changed: { ...pro, interval: "year", renewsAt: at },
  plan_change_scheduled: { plan: "enterprise", nextPlan: "pro", nextInterval: "year", at },
  plan_cancelled: { plan: "pro", endsAt: at, trialEndsAt: null, codes: someCodes },
  plan_kept: { plan: "pro", renewsAt: at },
  plan_ending: { plan: "pro", endsAt: at, trialEndsAt: null, codes: someCodes },
  plan_ended: { plan: "pro", trialEndsAt: at },
  downgrade_done: { limit: 10, codes: someCodes },
  receipt: { amountMinor: 3_600, currency: "pln", number: "A-1" },
  usage_notice: {
    meter: "analyticsQueries",
    used: 300,
    limit: 300,
    percent: 100,
    state: "grace",
    grace: { endsAt: at, limit: 360 },
    resetsAt: "2026-06-03T00:00:00.000Z",
    plan: "pro",
  },
  second_payment_refunded: { amountMinor: 3_600, currency: "pln" },
  account_leaving: { until: at },
  account_deleted: {},
  account_paused: { codes: 2, contact: "help@example.com" },
  account_resumed: { codes: 2 },
  api_key_revoked: { name: "Till", prefix: "dqr_abcdef", contact: "help@example.com" },
  email_change_asked: { email: "new@example.com" },
  second_factor_added: {},
  second_factor_removed: {},
};

/** Spaces that do not break are spaces to whoever reads. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");

function compose<Kind extends MailKind>(
  kind: Kind,
  values: MailValues[Kind],
  locale: "en" | "pl" = "pl",
): string {
  const { subject, text } = composeMail(kind, values, locale, appUrl);
  return plain(`${subject}\n${text}`);
}

describe.each(locales)("in %s", (locale) => {
  test.each(mailKinds)("%s is whole as text and as HTML, and leads to a page of ours", (kind) => {
    const mail = composeMail(kind, samples[kind], locale, appUrl);
    for (const part of [mail.subject, mail.text, mail.html]) {
      expect(part).not.toMatch(/undefined|null|NaN|\bmails\.|[{}]\w+[{}]|Invalid/);
    }
    expect(mail.subject).not.toBe("");
    const prefix = locale === "pl" ? "/pl" : "";
    const [, path] = new RegExp(`${appUrl}${prefix}(/dashboard[a-z/]*)\n`).exec(mail.text) ?? [];
    expect(mail.html).toContain(`href="${appUrl}${prefix}${path}"`);
    expect(mail.html).toContain(`<html lang="${locale}">`);
  });
});

test("the two languages are not the same text", () => {
  for (const kind of mailKinds) {
    expect(compose(kind, samples[kind], "en")).not.toBe(compose(kind, samples[kind], "pl"));
  }
});

describe("what is told", () => {
  test.each([
    ["en", "after a dispute", "The open invoice over PLN 36.00 is still due"],
    ["pl", "po sporze", "Otwarta faktura na 36,00 zł pozostaje do zapłaty"],
  ] as const)("in %s why a plan ended, and what is owed for one that is cancelled", (locale, why, owed) => {
    const ended = { ...samples.plan_ended, isByDispute: true };
    expect(compose("plan_ended", ended, locale)).toContain(why);
    expect(compose("plan_ended", samples.plan_ended, locale)).not.toContain(why);
    const cancelled = { ...samples.plan_cancelled, owed: { amountMinor: 3_600, currency: "pln" } };
    expect(compose("plan_cancelled", cancelled, locale)).toContain(owed);
    expect(compose("plan_cancelled", samples.plan_cancelled, locale)).not.toContain(owed);
  });

  test("a failed payment: the sum, the next try, until when, which codes, and where to pay", () => {
    const mail = compose("payment_failed", samples.payment_failed, "en");
    expect(mail).toContain("PLN 36.00");
    expect(mail).toContain("tried again on May 24, 2026");
    expect(mail).toContain("goes on until May 24, 2026 at 12:30 PM (UTC)");
    expect(mail).toContain("- Menu\n- Flyer");
    expect(mail).toContain(`${appUrl}/dashboard/billing`);
  });

  test("a failed payment without a next try or access left says so, and threatens no codes", () => {
    const mail = compose(
      "payment_failed",
      { ...samples.payment_failed, nextAttemptAt: null, accessUntil: null },
      "en",
    );
    expect(mail).toContain("not tried again");
    expect(mail).toContain("switched off for now");
    expect(mail).not.toContain("Menu");
  });

  test("money and dates are the reader's", () => {
    expect(compose("receipt", samples.receipt, "pl")).toContain("36,00 zł");
    expect(compose("receipt", { ...samples.receipt, currency: "eur" }, "en")).toContain("€36.00");
    expect(compose("plan_kept", samples.plan_kept, "pl")).toContain("24 maja 2026");
    expect(compose("plan_kept", samples.plan_kept, "en")).toContain("May 24, 2026");
  });

  test("at most ten codes by name, then how many more there are", () => {
    const names = Array.from({ length: 15 }, (_, index) => `Code ${index}`);
    const mail = compose("downgrade_done", { limit: 10, codes: codeNames(names) }, "pl");
    expect(mail).toContain("- Code 9\n- i jeszcze 5");
    expect(mail).not.toContain("Code 10");
  });

  test("who has few codes is told that none would be paused", () => {
    expect(compose("plan_cancelled", { ...samples.plan_cancelled, codes: noCodes }, "en")).toContain(
      "None of your codes would be paused",
    );
  });

  test("what comes after a plan: the rest of a trial, or Free", () => {
    const ending = { ...samples.plan_ending, codes: noCodes };
    expect(compose("plan_ending", ending, "en")).toContain("Free remains");
    const banked = compose("plan_ending", { ...ending, trialEndsAt: "2026-05-29T00:00:00Z" }, "en");
    expect(banked).toContain("rest of your trial goes on, until May 29, 2026");
    expect(banked).not.toContain("Free remains");
  });

  test("an account without a trial is promised none", () => {
    expect(compose("welcome", { trialEndsAt: null }, "en")).not.toContain("Pro");
  });
});

test.each([
  [1, "1 kod został wstrzymany", "Wstrzymany został 1 najnowszy"],
  [2, "2 kody zostały wstrzymane", "Wstrzymane zostały 2 najnowsze"],
  [5, "5 kodów zostało wstrzymanych", "Wstrzymanych zostało 5 najnowszych"],
  [22, "22 kody zostały wstrzymane", "Wstrzymane zostały 22 najnowsze"],
])("in Polish %d paused: %s", (count, subject, sentence) => {
  const mail = compose("downgrade_done", { limit: 10, codes: { names: ["Menu"], count } });
  expect(mail).toContain(subject);
  expect(mail).toContain(sentence);
  expect(mail).toContain("10 aktywnych kodów");
});

test.each([
  [1, "za 1 dzień", "Został 1 dzień"],
  [2, "za 2 dni", "Zostały 2 dni"],
  [5, "za 5 dni", "Zostało 5 dni"],
])("in Polish a trial of %d more days: %s", (days, subject, heading) => {
  const mail = compose("trial_ending", { ...samples.trial_ending, days });
  expect(mail).toContain(subject);
  expect(mail).toContain(heading);
});

const meters: MeterWord[] = [
  "activeCodes",
  "trackedScans",
  "analyticsQueries",
  "exports",
  "apiCalls",
  "members",
];

describe.each(locales)("what an admin has done, in %s", (locale) => {
  const told = <Kind extends MailKind>(kind: Kind, change: Partial<MailValues[Kind]> = {}) =>
    compose(kind, { ...samples[kind], ...change }, locale);

  test("is told with where to ask about it, and without an address where there is none", () => {
    for (const kind of ["account_paused", "api_key_revoked"] as const) {
      expect(told(kind)).toContain("help@example.com");
      expect(told(kind, { contact: null })).not.toMatch(/null|help@/);
    }
  });

  test("names the codes that it took along, or brought back, and none where there were none", () => {
    for (const kind of ["account_paused", "account_resumed"] as const) {
      expect(told(kind)).toMatch(/\b2 (codes|kody)\b/);
      expect(told(kind, { codes: 0 })).not.toMatch(/\d/);
    }
  });

  test("says which key it was, as text", () => {
    expect(told("api_key_revoked", { name: "<b>Till</b>" })).toMatch(/“<b>Till<\/b>”|„<b>Till<\/b>”/);
    expect(told("api_key_revoked")).toContain("dqr_abcdef…");
  });
});

test.each([
  [1, "1 kod"],
  [3, "3 kody"],
  [5, "5 kodów"],
])("in Polish %d suspended: %s", (codes, amount) => {
  expect(compose("account_paused", { codes, contact: null })).toContain(amount);
  expect(compose("account_resumed", { codes })).toContain(amount);
});

describe.each(locales)("a notice of usage in %s", (locale) => {
  const near = { ...samples.usage_notice, state: "open", grace: null, percent: 80, used: 240 } as const;

  test.each(meters)("has its words at every stage of %s", (meter) => {
    const said = [near, { ...near, state: "blocked", percent: 120, plan: null } as const].map((values) =>
      compose("usage_notice", { ...values, meter }, locale),
    );
    for (const mail of said) expect(mail).not.toMatch(/none|[{}]/);
    expect(new Set(said).size).toBe(said.length);
  });

  test.each(["trackedScans", "exports", "apiCalls"] as const)(
    "has its words for the grace of %s",
    (meter) => {
      const mail = compose("usage_notice", { ...samples.usage_notice, meter }, locale);
      expect(mail).not.toMatch(/none|[{}]/);
      expect(mail).toContain("360");
    },
  );

  test("says what goes on, how long, what comes then, and where to want less of it", () => {
    const mail = compose("usage_notice", samples.usage_notice, locale);
    for (const part of ["300", "360", locale === "pl" ? "24 maja 2026" : "May 24, 2026", "Pro"]) {
      expect(mail).toContain(part);
    }
    expect(mail).toContain("/dashboard/settings#usage-mails");
  });

  test("promises no plan where none allows more", () => {
    const { plan: _, ...rest } = samples.usage_notice;
    expect(compose("usage_notice", { ...rest, plan: null }, locale)).not.toContain("Pro");
  });
});

test.each([
  [1, "1 z 1 eksportu"],
  [2, "2 z 2 eksportów"],
  [100, "100 z 100 eksportów"],
])("in Polish %d exports: %s", (limit, amount) => {
  const values = { ...samples.usage_notice, meter: "exports" as const, used: limit, limit };
  expect(compose("usage_notice", values)).toContain(amount);
});

test("only what need not be told can be turned off", () => {
  const choices = mailKinds.filter((kind) => composeMail(kind, samples[kind], "en", appUrl).choiceUrl);
  expect(choices).toEqual(["usage_notice"]);
});

test("a name is text: no markup, no line, no header of its own", () => {
  const name = `<img src=x onerror=alert(1)>"&'\r\nBcc: eve@example.com`;
  const mail = composeMail("downgrade_done", { limit: 10, codes: codeNames([name]) }, "en", appUrl);
  expect(mail.html).not.toContain("<img");
  expect(mail.html).toContain("&lt;img src=x onerror=alert(1)&gt;&quot;&amp;'");
  expect(mail.text).not.toMatch(/^Bcc:/m);
  const receipt = { ...samples.receipt, number: "A\r\nB", currency: "usd" };
  expect(composeMail("receipt", receipt, "en", appUrl).subject).not.toMatch(/[\r\n]/);
});
