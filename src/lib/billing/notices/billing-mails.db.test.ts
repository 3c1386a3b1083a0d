import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendDueMails } from "#lib/mails/send-due-mails.ts";
import { db } from "#platform/db/prisma.ts";
import { type Mailer, openMailer } from "#platform/mail/mailer.ts";
import { secondMs } from "#shared/time.ts";
import { type Mail, startMail } from "../../../../sandbox/mail/mail.ts";
import { advance } from "../../../../sandbox/stripe/testing/harness.ts";
import { openLocalStripe } from "../../../../sandbox/testing/local-stripe.ts";
import { openTestDatabase } from "../../../../sandbox/testing/test-database.ts";
import { priceOf, setCard } from "../billing.testing.ts";
import { syncCustomer } from "../mirror/sync-customer.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import * as store from "../store.ts";

openTestDatabase();
const local = openLocalStripe({ BILLING_GRACE_HOURS: "24", GATEKEEPER_ENABLED: "true" });
const start = 1_800_000_000;
const hour = 3600;
const day = 24 * hour;
const folder = mkdtempSync(join(tmpdir(), "billing-mails-"));
let mail: Mail;
let mailer: Mailer;

beforeAll(async () => {
  mail = await startMail({ folder });
  mailer = openMailer(`smtp://127.0.0.1:${mail.smtpPort}`, "DynamicQR <hello@dynamicqr.test>");
});
afterAll(async () => {
  mailer.close();
  await mail.stop();
  rmSync(folder, { recursive: true, force: true });
});

const toolsAt = (seconds: number) => ({
  db: db(),
  stripe: local.stripe,
  now: () => new Date(seconds * secondMs),
});

type Payer = { workspaceId: string; customerId: string; clock: string; polish: string; english: string };

/** A workspace with a Polish owner, an English admin and a member, whose customer has a card. */
async function makePayer(codes: number): Promise<Payer> {
  const { id: clock } = await local.stripe.testHelpers.testClocks.create({ frozen_time: start });
  const { id: customerId } = await local.stripe.customers.create({ test_clock: clock });
  const person = (locale: string) => ({ id: randomUUID(), email: `${locale}-${clock}@example.com`, locale });
  const [owner, admin, member] = [person("pl"), person("en"), person("en")];
  const { id: workspaceId } = await db().workspace.create({
    data: {
      name: "Test",
      members: {
        create: [
          { role: "OWNER", profile: { create: owner } },
          { role: "ADMIN", profile: { create: admin } },
          { role: "MEMBER", profile: { create: { ...member, email: `member-${clock}@example.com` } } },
        ],
      },
    },
  });
  await store.insertCustomer(db(), { id: customerId, workspaceId });
  await db().qrCode.createMany({
    data: Array.from({ length: codes }, (_, index) => ({
      ...{ workspaceId, slug: randomUUID(), name: `Code ${index}`, destination: "https://example.com/" },
      createdAt: new Date(start * secondMs + index),
    })),
  });
  await setCard(local.stripe, customerId, "pm_card_visa");
  return {
    workspaceId,
    customerId,
    clock,
    polish: owner.email.toLowerCase(),
    english: admin.email.toLowerCase(),
  };
}

const subscribe = (customerId: string) =>
  local.stripe.subscriptions.create({ customer: customerId, items: [{ price: priceOf() }] });

/** Reads the customer as if each of its deliveries came several times at once, and sends from many. */
async function hear({ customerId, polish, english }: Payer, seconds: number) {
  mail.mailbox.clear();
  for (let round = 0; round < 2; round++) {
    await Promise.all(Array.from({ length: 5 }, () => syncCustomer(toolsAt(seconds), customerId)));
  }
  const now = () => new Date(seconds * secondMs);
  const tools = { db: db(), mailer, appUrl: "https://qr.example.com", now };
  await Promise.all(Array.from({ length: 20 }, () => sendDueMails(tools)));
  const subjects = (to: string) =>
    mail.mailbox
      .list(to)
      .map(({ subject }) => subject.replaceAll("\u00a0", " "))
      .sort();
  expect(mail.mailbox.list()).toHaveLength(
    mail.mailbox.list(polish).length + mail.mailbox.list(english).length,
  );
  return { pl: subjects(polish), en: subjects(english) };
}

test("the life of a plan: each thing is told once, to owner and admin, each in their language", async () => {
  const payer = await makePayer(12);
  const { id } = await subscribe(payer.customerId);
  expect(await hear(payer, start)).toEqual({
    pl: ["Masz teraz Pro", "Potwierdzenie zapłaty 9,00 USD"],
    en: ["Receipt for $9.00", "You are on Pro now"],
  });

  const [row] = await store.listSubscriptions(db(), payer.workspaceId);
  const failedAt = (row?.periodEnd?.getTime() ?? 0) / secondMs + 2 * hour;
  await setCard(local.stripe, payer.customerId, "pm_card_chargeCustomerFail");
  await advance(local.stripe, payer.clock, failedAt);
  expect(await hear(payer, failedAt)).toEqual({
    pl: ["Płatność 9,00 USD się nie powiodła"],
    en: ["Your payment of $9.00 failed"],
  });
  expect(mail.mailbox.list(payer.english)[0]?.text).toContain("- Code 10\n- Code 11");
  expect(await hear(payer, failedAt + hour)).toEqual({ pl: [], en: [] });
  expect(await hear(payer, failedAt + day)).toEqual({
    pl: ["2 kody zostały wstrzymane"],
    en: ["2 codes were paused"],
  });

  await setCard(local.stripe, payer.customerId, "pm_card_visa");
  const { latest_invoice: open } = await local.stripe.subscriptions.retrieve(id);
  await local.stripe.invoices.pay(String(open));
  const paidAt = failedAt + 2 * day;
  expect(await hear(payer, paidAt)).toEqual({
    pl: ["Potwierdzenie zapłaty 9,00 USD", "Płatność dotarła"],
    en: ["Receipt for $9.00", "Your payment has arrived"],
  });
  expect(
    mail.mailbox
      .list(payer.english)
      .map(({ text }) => text)
      .join(),
  ).toContain("2 codes were paused and run again");

  for (let round = 0; round < 2; round++) {
    await local.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    const cancelled = await hear(payer, paidAt + hour + round);
    expect(cancelled.en).toEqual([expect.stringMatching(/^Pro is cancelled and ends on /)]);
    if (round === 1) break;
    await local.stripe.subscriptions.update(id, { cancel_at_period_end: false });
    expect(await hear(payer, paidAt + 2 * hour)).toEqual({ pl: ["Pro działa dalej"], en: ["Pro goes on"] });
    await advance(local.stripe, payer.clock, paidAt + 3 * hour);
  }

  const over = failedAt + 31 * day;
  await advance(local.stripe, payer.clock, over);
  expect(await hear(payer, over)).toEqual({
    pl: ["2 kody zostały wstrzymane"],
    en: ["2 codes were paused"],
  });
  await reconcile(toolsAt(over + hour));
  expect(await hear(payer, over + hour)).toEqual({ pl: [], en: [] });
});

test("who has few codes is told of the end all the same", async () => {
  const payer = await makePayer(3);
  const { id } = await subscribe(payer.customerId);
  await hear(payer, start);
  await local.stripe.subscriptions.cancel(id);
  expect(await hear(payer, start + hour)).toEqual({ pl: ["Pro: plan się zakończył"], en: ["Pro has ended"] });
});

test("whose plan a lost dispute has ended is told that it was the dispute, beside the codes", async () => {
  const payer = await makePayer(11);
  await subscribe(payer.customerId);
  await hear(payer, start);
  const [charge] = (await local.stripe.charges.list({ customer: payer.customerId })).data;
  const { id: dispute } = await local.control<{ id: string }>("POST", "disputes", { charge: charge?.id });
  await local.control("POST", "disputes/settle", { dispute, outcome: "lost" });
  expect((await hear(payer, start + hour)).en).toEqual(["1 code was paused", "Pro has ended"]);
  const texts = [payer.english, payer.polish].map((to) =>
    mail.mailbox
      .list(to)
      .map(({ text }) => text)
      .join(),
  );
  expect(texts[0]).toContain("took a payment for Pro back after a dispute");
  expect(texts[1]).toContain("cofnął płatność za Pro po sporze");
});

test("whoever has bought twice is told what came back, once", async () => {
  const payer = await makePayer(0);
  await subscribe(payer.customerId);
  await hear(payer, start);
  await subscribe(payer.customerId);
  const told = [await hear(payer, start + 60), await hear(payer, start + 120)].flatMap(({ en }) => en);
  expect(told.sort()).toEqual(["Receipt for $9.00", "We refunded $9.00"]);
});

test("a customer whose history is read for the first time is told nothing of it", async () => {
  const payer = await makePayer(0);
  await subscribe(payer.customerId);
  await advance(local.stripe, payer.clock, start + 25 * day);
  expect(await hear(payer, start + 25 * day)).toEqual({ pl: [], en: [] });
  expect(await db().billingInvoice.count({ where: { workspaceId: payer.workspaceId } })).toBe(1);
  expect(await db().mail.count({ where: { workspaceId: payer.workspaceId } })).toBe(0);
});

test("a mail that cannot be noted down leaves the reading unwritten too", async () => {
  const payer = await makePayer(0);
  await subscribe(payer.customerId);
  await db().$executeRawUnsafe("ALTER TABLE mails ADD CONSTRAINT none CHECK (false) NOT VALID");
  try {
    await expect(syncCustomer(toolsAt(start), payer.customerId)).rejects.toThrow();
    expect(await store.listSubscriptions(db(), payer.workspaceId)).toEqual([]);
  } finally {
    await db().$executeRawUnsafe("ALTER TABLE mails DROP CONSTRAINT none");
  }
  expect((await hear(payer, start + 1)).en).toHaveLength(2);
});
