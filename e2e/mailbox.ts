/** One mail as the sandbox's mailbox tells it. */
export class Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;

  constructor(message: { subject: string; text: string; html: string }) {
    this.subject = message.subject;
    this.text = message.text;
    this.html = message.html;
  }

  /** The first link whose path contains `path`. */
  link(path: string): string {
    const inText: string[] = this.text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? [];
    const inHtml = [...this.html.matchAll(/href="([^"]+)"/g)].map(([, href = ""]) =>
      href.replaceAll("&amp;", "&"),
    );
    const links = [...inText, ...inHtml];
    const found = links.find((link) => new URL(link).pathname.includes(path));
    if (!found) throw new Error(`no link to ${path} in “${this.subject}”`);
    return found;
  }
}

const waitMs = 15_000;
const pauseMs = 150;

export class Mailbox {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** All mails to an address, newest first. */
  async all(to: string): Promise<Mail[]> {
    const answer = await fetch(`${this.#url}/api/messages?to=${encodeURIComponent(to)}`);
    if (!answer.ok) throw new Error(`the mailbox answers ${answer.status}`);
    const messages = (await answer.json()) as ConstructorParameters<typeof Mail>[0][];
    return messages.map((message) => new Mail(message));
  }

  /**
   * The newest mail with a link to sign in or confirm, the `count`th that came to an address; waits
   * until it is there. Other mails of the product come when they come.
   */
  async latest(to: string, count = 1): Promise<Mail> {
    const deadline = Date.now() + waitMs;
    for (;;) {
      const mails = (await this.all(to)).filter(({ text }) => text.includes("/auth/confirm"));
      const newest = mails[0];
      if (newest && mails.length >= count) return newest;
      if (Date.now() > deadline) throw new Error(`no mail number ${count} to ${to} in ${waitMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
