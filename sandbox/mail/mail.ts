import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { Mailbox } from "./mailbox.ts";
import { answerMailRequest } from "./pages.ts";

export type Mail = {
  /** Where mail is taken, on loopback. */
  smtpPort: number;
  /** The mailbox to read in a browser; `/api/messages?to=…` answers the same as JSON. */
  url: string;
  mailbox: Mailbox;
  isHealthy: () => Promise<boolean>;
  stop: () => Promise<void>;
};

const maxMailBytes = 10 * 1024 * 1024;

/** Takes every mail that is sent to it and shows it in a page; nothing ever leaves the machine. */
export async function startMail(options: {
  folder: string;
  port?: number;
  smtpPort?: number;
}): Promise<Mail> {
  const mailbox = new Mailbox(options.folder);
  const smtp = createSmtpServer(mailbox);
  const smtpPort = await listen(smtp.server as unknown as Server, options.smtpPort ?? 0);
  const pages = createServer((request, response) => answerMailRequest(mailbox, request, response));
  const port = await listen(pages, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  return {
    smtpPort,
    url,
    mailbox,
    isHealthy: async () => (await fetch(`${url}/api/messages?limit=0`)).ok,
    stop: async () => {
      pages.closeAllConnections();
      await new Promise<void>((resolve) => pages.close(() => resolve()));
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

function createSmtpServer(mailbox: Mailbox): SMTPServer {
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    size: maxMailBytes,
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", done);
      stream.on("end", () => {
        if (stream.sizeExceeded) return done(new Error("The message is too large"));
        const recipients = session.envelope.rcptTo.map((recipient) => recipient.address);
        mailbox.add(Buffer.concat(chunks), recipients).then(() => done(), done);
      });
    },
  });
  // A client that hangs up in the middle is no reason to stop.
  smtp.on("error", () => {});
  return smtp;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
