import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { enqueueMails } from "#lib/mails/enqueue-mails.ts";
import { db } from "#platform/db/prisma.ts";
import { startMail } from "../../sandbox/mail/mail.ts";
import { findFreePort } from "../../sandbox/ports.ts";
import { until } from "../../sandbox/stripe/testing/harness.ts";
import { openTestDatabase } from "../../sandbox/testing/test-database.ts";

openTestDatabase();
const main = fileURLToPath(new URL("main.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "server-mails-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The real server as a process, with its jobs and without its pages, on a mail server's port. */
async function startServer(smtpPort: number) {
  const port = await findFreePort();
  const child = fork(main, ["--redirects-only", "--jobs"], {
    execArgv: [],
    env: {
      ...process.env,
      PORT: String(port),
      APP_URL: `http://127.0.0.1:${port}`,
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      MAIL_FROM: "DynamicQR <hello@dynamicqr.test>",
      NODE_ENV: "production",
    },
  });
  await once(child, "message");
  return {
    stop: async () => {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      const [code] = await exited;
      return code;
    },
  };
}

async function enqueue(): Promise<string> {
  const profileId = randomUUID();
  const email = `${profileId}@example.com`;
  const recipient = { profileId, email, locale: "en" as const };
  const notice = {
    kind: "receipt" as const,
    about: "in_1",
    values: { amountMinor: 900, currency: "usd", number: null },
  };
  await db().$transaction((tx) => enqueueMails(tx, [{ notice, workspaceId: null, recipient }], new Date()));
  return email;
}

test("a server that runs sends what was noted down elsewhere, and ends in order", async () => {
  const mail = await startMail({ folder });
  const email = await enqueue();
  const server = await startServer(mail.smtpPort);
  await until(async () => mail.mailbox.list(email).length === 1);
  await until(async () => (await db().mail.count({ where: { state: "sent" } })) === 1);
  expect(await server.stop()).toBe(0);
  await mail.stop();
});

test("a mail server that hangs does not keep the server from ending in order", async () => {
  const { promise: isCalled, resolve: tellCalled } = Promise.withResolvers<void>();
  const silent = createServer((socket) => {
    socket.on("error", () => {});
    tellCalled();
  }).listen(0, "127.0.0.1");
  await once(silent, "listening");
  await enqueue();
  // SAFETY: it listens on a port, not on a pipe.
  const server = await startServer((silent.address() as AddressInfo).port);
  await isCalled;
  expect(await server.stop()).toBe(0);
  silent.close();
});
