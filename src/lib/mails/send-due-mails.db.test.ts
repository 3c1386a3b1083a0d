import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#platform/db/prisma.ts";
import { startWorker } from "#platform/jobs/worker.ts";
import { type Mailer, openMailer } from "#platform/mail/mailer.ts";
import type { Locale } from "#shared/locale.ts";
import { hourMs, minuteMs } from "#shared/time.ts";
import { type Mail, startMail } from "../../../sandbox/mail/mail.ts";
import { openTestDatabase } from "../../../sandbox/testing/test-database.ts";
import { enqueueForWorkspace, enqueueMails } from "./enqueue-mails.ts";
import type { Notice } from "./mail-kinds.ts";
import { leaseMs, mostAttempts, sendDueMails } from "./send-due-mails.ts";
import { claimMails, type Recipient } from "./store.ts";

const database = openTestDatabase();
const start = new Date("2026-05-01T12:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);
const appUrl = "https://qr.example.com";
const from = "DynamicQR <hello@dynamicqr.test>";
let folder: string;
let mail: Mail;
let mailer: Mailer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mails-"));
  mail = await startMail({ folder });
  mailer = openMailer(`smtp://127.0.0.1:${mail.smtpPort}`, from);
});
afterAll(async () => {
  mailer.close();
  await mail.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  mail.mailbox.clear();
  await db().mail.deleteMany();
});

const person = (locale: Locale = "en"): Recipient => {
  const profileId = randomUUID();
  return { profileId, email: `${profileId}@example.com`, locale };
};

function receipt(about: string): Notice {
  return { kind: "receipt", about, values: { amountMinor: 900, currency: "usd", number: "A-1" } };
}

function enqueue(recipient: Recipient, about = "in_1", now = start): Promise<number> {
  return db().$transaction((tx) =>
    enqueueMails(tx, [{ notice: receipt(about), workspaceId: null, recipient }], now),
  );
}

const send = (at = start, by = mailer) => sendDueMails({ db: db(), mailer: by, appUrl, now: () => at });
const arrived = (to: Recipient) => mail.mailbox.list(to.email);
const state = async (to: Recipient) => db().mail.findFirstOrThrow({ where: { profileId: to.profileId } });

describe("a mail that is noted down", () => {
  test("arrives once, in the reader's language, as text and HTML", async () => {
    const [ada, ola] = [person("en"), person("pl")];
    await enqueue(ada);
    await enqueue(ola);
    expect(await send()).toEqual({ sent: 2, failed: 0 });
    expect(await send()).toEqual({ sent: 0, failed: 0 });
    expect(arrived(ada)).toMatchObject([{ subject: "Receipt for $9.00", from, to: [ada.email] }]);
    expect(arrived(ola)[0]?.subject).toContain("Potwierdzenie zapłaty 9,00");
    expect(arrived(ola)[0]?.text).toContain("Dziękujemy za płatność");
    expect(arrived(ola)[0]?.html).toContain('<html lang="pl">');
    expect(await state(ada)).toMatchObject({ state: "sent", sentAt: start, error: null });
  });

  test("twenty times at once is one, and so it is after it was sent", async () => {
    const ada = person();
    const noted = await Promise.all(Array.from({ length: 20 }, () => enqueue(ada)));
    expect(noted.filter((count) => count === 1)).toHaveLength(1);
    await send();
    expect(await enqueue(ada)).toBe(0);
    await send(later(hourMs));
    expect(arrived(ada)).toHaveLength(1);
  });

  test("is none when its cause is undone", async () => {
    const ada = person();
    const undone = db().$transaction(async (tx) => {
      await enqueueMails(tx, [{ notice: receipt("in_1"), workspaceId: null, recipient: ada }], start);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await send();
    expect(arrived(ada)).toEqual([]);
  });

  test("is sent once by twenty senders at once", async () => {
    const people = Array.from({ length: 40 }, () => person());
    for (const one of people) await enqueue(one);
    const rounds = await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(rounds.reduce((sum, { sent }) => sum + sent, 0)).toBe(40);
    for (const one of people) expect(arrived(one)).toHaveLength(1);
  });
});

test("with a worker the queue has it sent at once, and not before its cause is committed", async () => {
  const ada = person();
  const { promise: hasSent, resolve: tellSent } = Promise.withResolvers<void>();
  const worker = await startWorker({
    url: database().url,
    handlers: {
      "stripe-event": async () => {},
      mail: async () => {
        if ((await send()).sent > 0) tellSent();
      },
    },
  });
  try {
    await db().$transaction(async (tx) => {
      await enqueueMails(tx, [{ notice: receipt("in_9"), workspaceId: null, recipient: ada }], start);
      expect(await send()).toEqual({ sent: 0, failed: 0 });
    });
    await hasSent;
    expect(arrived(ada)).toHaveLength(1);
  } finally {
    await worker.stop();
  }
});

test("of a workspace its owners and admins are told, each in their language, and nobody of a closed one", async () => {
  const members = [
    ["OWNER", "pl"],
    ["ADMIN", "en"],
    ["MEMBER", "en"],
    ["VIEWER", "en"],
  ] as const;
  const people = members.map(([role, locale]) => ({ role, ...person(locale) }));
  const { id } = await db().workspace.create({
    data: {
      name: "Test",
      members: {
        create: people.map(({ role, profileId, email, locale }) => ({
          role,
          profile: { create: { id: profileId, email, locale } },
        })),
      },
    },
  });
  await db().$transaction((tx) => enqueueForWorkspace(tx, id, [receipt("in_2")], start));
  await send();
  expect(people.map((one) => arrived(one).map(({ subject }) => subject.slice(0, 7)))).toEqual([
    ["Potwier"],
    ["Receipt"],
    [],
    [],
  ]);
  await db().workspace.update({ where: { id }, data: { closedAt: start } });
  expect(await db().$transaction((tx) => enqueueForWorkspace(tx, id, [receipt("in_3")], start))).toBe(0);
});

describe("a mail server", () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  /** A server that speaks to a client as the test wants. */
  async function startServer(
    answer: (line: string) => string | null,
    greeting: string | null,
    waitMs?: number,
  ) {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      if (greeting !== null) socket.write(`${greeting}\r\n`);
      socket.on("data", (data) => {
        const reply = answer(String(data).trim());
        if (reply !== null) socket.write(`${reply}\r\n`);
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    // SAFETY: it listens on a port, not on a pipe.
    const { port } = server.address() as AddressInfo;
    const opened = openMailer(`smtp://127.0.0.1:${port}`, from, waitMs);
    closers.push(() => {
      opened.close();
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return opened;
  }

  const refusing = (reply: string) =>
    startServer((line) => (line.startsWith("RCPT") ? reply : "250 fine"), "220 here");

  test("that is down is asked again with growing pauses, and the mail arrives once", async () => {
    const ada = person();
    await enqueue(ada);
    const nobody = openMailer("smtp://127.0.0.1:1", from);
    closers.push(nobody.close);
    expect(await send(start, nobody)).toEqual({ sent: 0, failed: 1 });
    expect(await state(ada)).toMatchObject({ state: "pending", attempts: 1, nextAttemptAt: later(30_000) });
    expect(await send(later(29_999), nobody)).toEqual({ sent: 0, failed: 0 });
    await send(later(30_000), nobody);
    expect(await state(ada)).toMatchObject({ attempts: 2, nextAttemptAt: later(90_000) });
    expect((await state(ada)).error).toContain("CONN");
    expect(await send(later(90_000))).toEqual({ sent: 1, failed: 0 });
    expect(arrived(ada)).toHaveLength(1);
  });

  test("that refuses for now is asked again; what is kept of it names nobody", async () => {
    const ada = person();
    await enqueue(ada);
    expect(await send(start, await refusing(`451 later, <${ada.email}>`))).toEqual({ sent: 0, failed: 1 });
    const row = await state(ada);
    expect(row.error).toContain("451");
    expect(row.error).not.toContain("@");
    await send(later(minuteMs));
    expect(arrived(ada)).toHaveLength(1);
  });

  test("that does not know the recipient is asked three times, then no more", async () => {
    const ada = person();
    await enqueue(ada);
    const refuses = await refusing("550 nobody of that name");
    for (const hours of [0, 1, 2]) await send(later(hours * hourMs), refuses);
    expect(await state(ada)).toMatchObject({ state: "failed", attempts: 3 });
    expect(await send(later(3 * hourMs))).toEqual({ sent: 0, failed: 0 });
  });

  test("that hangs does not hold us for ever, and the mail arrives later", async () => {
    const ada = person();
    await enqueue(ada);
    expect(await send(start, await startServer(() => null, null, 200))).toEqual({ sent: 0, failed: 1 });
    await send(later(minuteMs));
    expect(arrived(ada)).toHaveLength(1);
  });

  test("that takes none of several is not asked for each that waits", async () => {
    const people = Array.from({ length: 30 }, () => person());
    for (const one of people) await enqueue(one);
    const nobody = openMailer("smtp://127.0.0.1:1", from);
    closers.push(nobody.close);
    expect((await send(start, nobody)).failed).toBeLessThan(people.length);
    await send(later(minuteMs));
    for (const one of people) expect(arrived(one)).toHaveLength(1);
  });
});

test("whoever dies with a mail in hand: it is left alone for the lease, then sent", async () => {
  const ada = person();
  await enqueue(ada);
  expect(await claimMails(db(), start, leaseMs, 10)).toHaveLength(1);
  expect(await send(later(leaseMs - 1))).toEqual({ sent: 0, failed: 0 });
  expect(await send(later(leaseMs))).toEqual({ sent: 1, failed: 0 });
  expect(arrived(ada)).toHaveLength(1);
});

test("a mail is given up after the last try, and one that was never sent is no news after days", async () => {
  const [ada, ola] = [person(), person()];
  await enqueue(ada);
  await enqueue(ola, "in_2");
  await db().mail.updateMany({
    where: { profileId: ada.profileId },
    data: { attempts: mostAttempts - 1 },
  });
  await db().mail.updateMany({ where: { profileId: ola.profileId }, data: { nextAttemptAt: later(hourMs) } });
  const nobody = openMailer("smtp://127.0.0.1:1", from);
  await send(start, nobody);
  nobody.close();
  expect(await state(ada)).toMatchObject({ state: "failed", attempts: mostAttempts });
  await send(later(73 * hourMs));
  expect(await state(ola)).toMatchObject({ state: "failed", error: "too old" });
  expect(mail.mailbox.list()).toEqual([]);
});
