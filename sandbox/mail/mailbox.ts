import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime, { type Address } from "postal-mime";

export type MailMessage = {
  id: string;
  from: string;
  to: string[];
  subject: string;
  html: string;
  text: string;
  receivedAt: string;
};

const keptMessages = 500;

/** Mails on disk, the newest 500, one file each; names sort by time of arrival. */
export class Mailbox {
  readonly #folder: string;
  readonly #messages: MailMessage[] = [];
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith(".json")) this.#messages.push(JSON.parse(readFileSync(join(folder, name), "utf8")));
    }
  }

  /** Parses and keeps one mail; `recipients` are those of the envelope. */
  async add(raw: Uint8Array, recipients: string[]): Promise<MailMessage> {
    const mail = await PostalMime.parse(raw);
    this.#count += 1;
    const receivedAt = new Date().toISOString();
    const order = String(this.#count).padStart(6, "0");
    const message: MailMessage = {
      id: `${receivedAt.replaceAll(/[^0-9]/g, "")}-${order}-${randomUUID().slice(0, 8)}`,
      from: formatAddress(mail.from),
      to: recipients.map((address) => address.toLowerCase()),
      subject: mail.subject ?? "",
      html: mail.html ?? "",
      text: mail.text ?? "",
      receivedAt,
    };
    const file = this.#file(message.id);
    writeFileSync(`${file}.part`, JSON.stringify(message), { mode: 0o600 });
    renameSync(`${file}.part`, file);
    this.#messages.push(message);
    for (const old of this.#messages.splice(0, Math.max(0, this.#messages.length - keptMessages))) {
      rmSync(this.#file(old.id), { force: true });
    }
    return message;
  }

  /** Newest first; with an address, only what was sent to it. */
  list(to?: string): MailMessage[] {
    const wanted = to?.trim().toLowerCase();
    const found = wanted ? this.#messages.filter((message) => message.to.includes(wanted)) : this.#messages;
    return found.toReversed();
  }

  find(id: string): MailMessage | null {
    return this.#messages.find((message) => message.id === id) ?? null;
  }

  clear(): void {
    for (const message of this.#messages.splice(0)) rmSync(this.#file(message.id), { force: true });
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

function formatAddress(address: Address | undefined): string {
  if (address === undefined) return "";
  return address.name ? `${address.name} <${address.address}>` : (address.address ?? "");
}
