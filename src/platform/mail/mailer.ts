import { createTransport } from "nodemailer";
import { env } from "#lib/env/server.ts";
import { once } from "#platform/process.ts";
import { secondMs } from "#shared/time.ts";

/** One mail, written and ready. */
export type OutgoingMail = {
  /** The same at every try, so that a mailbox can drop a second copy. Without brackets. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The page on which no more of these can be asked for, for the mailbox to offer (RFC 2369 §3.2). */
  choiceUrl?: string | undefined;
};

export type Mailer = {
  /** @throws MailError when the server did not take the mail */
  send: (mail: OutgoingMail) => Promise<void>;
  close: () => void;
};

/** Why a mail was not taken. It never holds an address, so it may be stored and logged. */
export class MailError extends Error {
  /** The server has refused this recipient for good (RFC 5321 §4.2.1: a reply of 5yz to the envelope). */
  readonly isRefusedForGood: boolean;

  constructor(reason: string, isRefusedForGood = false) {
    super(reason);
    this.name = "MailError";
    this.isRefusedForGood = isRefusedForGood;
  }
}

export const connectionsAtOnce = 3;
const longestWaitMs = 10 * secondMs;
/** A server that answers something in time, again and again, must not hold a mail for ever. */
const wholeMs = 30 * secondMs;

/**
 * Sends over SMTP, on a few connections that are kept for the next mail.
 * @param waitMs for a connection, and for each answer of the server
 */
export function openMailer(smtpUrl: string, from: string, waitMs = longestWaitMs): Mailer {
  const url = new URL(smtpUrl);
  const isSecure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  const transport = createTransport({
    pool: true,
    maxConnections: connectionsAtOnce,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (isSecure ? 465 : 587)),
    secure: isSecure,
    // A password never crosses a network in the open.
    requireTLS: !isSecure && user !== "" && !isLocal,
    ...(user === "" ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    dnsTimeout: waitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ messageId, choiceUrl, ...mail }) {
      const sending = transport.sendMail({
        ...mail,
        from,
        messageId: `<${messageId}>`,
        headers: {
          "Auto-Submitted": "auto-generated",
          ...(choiceUrl === undefined ? {} : { "List-Unsubscribe": `<${choiceUrl}>` }),
        },
      });
      await within(wholeMs, sending).catch((error: unknown) => {
        throw toMailError(error);
      });
    },
    close: () => transport.close(),
  };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new MailError("no answer in time")), ms);
  });
  return Promise.race([work, timeUp]).finally(() => clearTimeout(timer));
}

/** Keeps of an error what names nobody: servers like to repeat the recipient in their answers. */
function toMailError(error: unknown): MailError {
  if (error instanceof MailError) return error;
  const { code, responseCode, command } = (error ?? {}) as Record<string, unknown>;
  const known = [code, responseCode, command].filter(
    (part) => typeof part === "number" || (typeof part === "string" && /^[A-Z ]+$/.test(part)),
  );
  const isRefusedForGood = code === "EENVELOPE" && typeof responseCode === "number" && responseCode >= 500;
  return new MailError(known.join(" ") || "the mail could not be sent", isRefusedForGood);
}

/** Whether this process has a mail server to send through. */
export function hasMailer(): boolean {
  return env().SMTP_URL !== undefined && env().MAIL_FROM !== undefined;
}

function place(): { mailer: Mailer | null } {
  return once("mail.mailer", () => ({ mailer: null }));
}

/**
 * The process's one mailer.
 * @throws Error where none is set up
 */
export function mailer(): Mailer {
  const { SMTP_URL, MAIL_FROM } = env();
  if (SMTP_URL === undefined || MAIL_FROM === undefined) throw new Error("SMTP_URL or MAIL_FROM is not set");
  const held = place();
  held.mailer ??= openMailer(SMTP_URL, MAIL_FROM);
  return held.mailer;
}

/** Closes the kept connections; a later mail opens new ones. */
export function closeMailer(): void {
  const held = place();
  held.mailer?.close();
  held.mailer = null;
}
