import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { MailError, openMailer } from "./mailer.ts";

const from = "DynamicQR <hello@dynamicqr.test>";
const mail = {
  messageId: "1@qr.example.com",
  to: "ada@example.com",
  subject: "Hello",
  text: "t",
  html: "<p>h",
};
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Taken = { user: string; raw: string };

/** A mail server that lets in one user with one password, and keeps what it takes. */
async function startServer(password: string) {
  const taken: Taken[] = [];
  const smtp = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: (auth, _, done) =>
      auth.password === password ? done(null, { user: auth.username }) : done(new Error("no entry")),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        taken.push({ user: String(session.user), raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  smtp.on("error", () => {});
  smtp.server.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  closers.push(() => smtp.close(() => {}));
  // SAFETY: it listens on a port, not on a pipe.
  const { port } = smtp.server.address() as AddressInfo;
  const open = (user: string) => {
    const mailer = openMailer(`smtp://${user}@127.0.0.1:${port}`, from);
    closers.push(mailer.close);
    return mailer;
  };
  return { open, taken };
}

test("user and password are read from the address, special characters too", async () => {
  const { open, taken } = await startServer("p@ss/word:%");
  await open("ad%40min:p%40ss%2Fword%3A%25").send(mail);
  expect(taken).toMatchObject([{ user: "ad@min" }]);
});

test("a mail carries its id, its sender, both texts, and that no person has written it", async () => {
  const { open, taken } = await startServer("x");
  await open("a:x").send(mail);
  const raw = taken[0]?.raw ?? "";
  for (const line of [
    /^Message-ID: <1@qr\.example\.com>/im,
    /^From: DynamicQR <hello@dynamicqr\.test>/m,
    /^Auto-Submitted: auto-generated/m,
    /^Content-Type: text\/plain/m,
    /^Content-Type: text\/html/m,
  ]) {
    expect(raw).toMatch(line);
  }
});

test("what goes wrong is told without password, address or text", async () => {
  const { open } = await startServer("right");
  const error = await open("admin:wrong-secret")
    .send(mail)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(MailError);
  expect(error).toMatchObject({ message: expect.stringContaining("EAUTH"), isRefusedForGood: false });
  expect(JSON.stringify(error) + String(error)).not.toMatch(/wrong-secret|ada@|Hello/);
});
