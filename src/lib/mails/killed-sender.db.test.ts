import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { connectionsAtOnce, openMailer } from "#platform/mail/mailer.ts";
import { type Mail, startMail } from "../../../sandbox/mail/mail.ts";
import { until } from "../../../sandbox/stripe/testing/harness.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { enqueueMails, type MailDraft } from "./enqueue-mails.ts";
import { leaseMs, sendDueMails } from "./send-due-mails.ts";

openTestDatabase();
const folder = mkdtempSync(join(tmpdir(), "killed-sender-"));
const sender = fileURLToPath(new URL("sender.testing.ts", import.meta.url));
const from = "DynamicQR <hello@dynamicqr.test>";
const kills = 3;
let mail: Mail;

beforeAll(async () => {
  mail = await startMail({ folder });
});
afterAll(async () => {
  await mail.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a sender killed again and again: every mail arrives, and at most those in its hands come twice", async () => {
  const drafts = Array.from({ length: 100 }, (): MailDraft => {
    const profileId = randomUUID();
    const values = { amountMinor: 900, currency: "usd", number: null };
    return {
      notice: { kind: "receipt", about: "in_1", values },
      workspaceId: null,
      recipient: { profileId, email: `${profileId}@example.com`, locale: "en" },
    };
  });
  await db().$transaction((tx) => enqueueMails(tx, drafts, new Date()));
  const smtpUrl = `smtp://127.0.0.1:${mail.smtpPort}`;
  for (let round = 1; round <= kills; round++) {
    const child = fork(sender, { execArgv: [], env: { ...process.env, SMTP_URL: smtpUrl, MAIL_FROM: from } });
    const exited = once(child, "exit");
    await until(async () => mail.mailbox.list().length >= round * 20);
    child.kill("SIGKILL");
    await exited;
  }

  const mailer = openMailer(smtpUrl, from);
  const now = () => new Date(Date.now() + leaseMs);
  await sendDueMails({ db: db(), mailer, appUrl: "https://qr.example.com", now });
  mailer.close();
  for (const { recipient } of drafts) expect(mail.mailbox.list(recipient.email).length).toBeGreaterThan(0);
  expect(mail.mailbox.list().length).toBeLessThanOrEqual(drafts.length + kills * connectionsAtOnce);
  expect(await db().mail.count({ where: { state: { not: "sent" } } })).toBe(0);
});
