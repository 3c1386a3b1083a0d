import { AsyncLocalStorage } from "node:async_hooks";
import { type EmailDriver, type EmailMessage, SmtpEmailDriver } from "@supabase/lite";
import type { Pool } from "pg";
import { renderGoTemplate } from "./go-template.ts";
import { metadataSql } from "./metadata.ts";
import { type MailKind, mailKinds, mailTemplate } from "./templates.ts";

/** Of the request being answered: the metadata it sent for a new account, who is signed in, and where to go on. */
export const requestContext = new AsyncLocalStorage<{
  data: Record<string, unknown>;
  userId: string | null;
  redirectTo: string | null;
}>();

/**
 * What the stand-in is given for a subject, so that the driver below learns what to send: it
 * renders the same templates as Supabase, which the stand-in cannot (it knows no `if`, no metadata).
 */
export const subjectCode = (kind: MailKind) => `${kind} {{ .TokenHash }}`;

/** Sends the product's mails over SMTP in the recipient's language. */
export class AuthMailer implements EmailDriver {
  readonly #smtp: SmtpEmailDriver;
  readonly #pool: Pool;
  readonly #siteUrl: string;

  constructor(options: { smtpPort: number; pool: Pool; siteUrl: string }) {
    this.#pool = options.pool;
    this.#siteUrl = options.siteUrl;
    this.#smtp = new SmtpEmailDriver({
      host: "127.0.0.1",
      port: options.smtpPort,
      from: { name: "DynamicQR", address: "hello@dynamicqr.test" },
      requireTls: false,
    });
  }

  async send(message: EmailMessage): Promise<void> {
    const [kind, tokenHash] = message.subject.split(" ");
    const known = mailKinds.find((candidate) => candidate === kind);
    if (known === undefined || tokenHash === undefined) return this.#smtp.send(message);
    await this.sendLink(known, message.to, tokenHash);
  }

  async sendLink(kind: MailKind, to: string, tokenHash: string): Promise<void> {
    const template = mailTemplate(kind);
    const values = {
      // Go's templates escape by themselves what stands in an address's query.
      RedirectTo: encodeURIComponent(this.#redirectTo()),
      SiteURL: this.#siteUrl,
      TokenHash: tokenHash,
      Email: to,
      NewEmail: to,
      Data: { locale: await this.#localeOf(to) },
    };
    await this.#smtp.send({
      to,
      subject: renderGoTemplate(template.subject, values),
      html: renderGoTemplate(template.html, values),
      text: renderGoTemplate(template.text, values),
    });
  }

  /** As Supabase has it: only addresses of the site itself are taken along. */
  #redirectTo(): string {
    const asked = requestContext.getStore()?.redirectTo ?? "";
    const isOurs = URL.canParse(asked) && new URL(asked).hostname === new URL(this.#siteUrl).hostname;
    return isOurs ? asked : this.#siteUrl;
  }

  async #localeOf(address: string): Promise<string> {
    const context = requestContext.getStore();
    // A new address is mailed before it is written to the account that asked for the change.
    const found = await this.#pool.query(
      `SELECT (${metadataSql}) ->> 'locale' AS locale FROM auth.users
       WHERE email = $1 OR email_change = $1 OR id = $2 LIMIT 1`,
      [address, context?.userId ?? null],
    );
    return found.rows[0]?.locale ?? String(context?.data.locale ?? "en");
  }
}
