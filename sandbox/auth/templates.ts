import { escapeHtml, frameMail } from "#lib/mails/mail-frame.ts";
import en from "#messages/en.json" with { type: "json" };
import pl from "#messages/pl.json" with { type: "json" };
import { routes } from "#shared/routes.ts";

/** The mails that Supabase Auth sends, by the `type` that `verifyOtp` takes. */
export const mailKinds = ["signup", "magiclink", "recovery", "email_change"] as const;
export type MailKind = (typeof mailKinds)[number];

export type MailTemplate = { subject: string; html: string; text: string };

type Words = (typeof en)["mail"];

/**
 * The mail of that kind as a template of Supabase's (Go), in both languages: the recipient's
 * `locale` metadata chooses. Its link carries the token's hash to a route of ours, because a link
 * with the session in its fragment could not be read by a server, nor opened on another device.
 */
export function mailTemplate(kind: MailKind): MailTemplate {
  const inBoth = (write: (words: Words, prefix: string) => string) =>
    `{{ if eq .Data.locale "pl" }}${write(pl.mail, "/pl")}{{ else }}${write(en.mail, "")}{{ end }}`;
  return {
    subject: inBoth((words) => words[kind].subject),
    html: inBoth((words, prefix) => htmlBody(words, kind, confirmLink(kind, prefix), prefix)),
    text: inBoth((words, prefix) => textBody(words, kind, confirmLink(kind, prefix))),
  };
}

function confirmLink(kind: MailKind, prefix: string): string {
  const goesOn = kind === "signup" || kind === "magiclink";
  const next = goesOn ? "&redirect_to={{ .RedirectTo }}" : "";
  return `{{ .SiteURL }}${prefix}${routes.confirm}?token_hash={{ .TokenHash }}&type=${kind}${next}`;
}

const withAddress = (text: string) => text.replaceAll("{email}", "{{ .NewEmail }}");

function textBody(words: Words, kind: MailKind, link: string): string {
  const mail = words[kind];
  return `${mail.heading}\n\n${withAddress(mail.body)}\n\n${link}\n\n${mail.ignore}\n\n${words.footer}\n`;
}

function htmlBody(words: Words, kind: MailKind, link: string, prefix: string): string {
  const mail = words[kind];
  const href = link.replaceAll("&", "&amp;");
  return frameMail({
    locale: prefix === "" ? "en" : "pl",
    subject: escapeHtml(mail.subject),
    heading: escapeHtml(mail.heading),
    body: [withAddress(escapeHtml(mail.body))],
    action: { label: escapeHtml(mail.action), href },
    linkHint: escapeHtml(words.link),
    // Only in an address does Go escape for one: what is read and copied does without the way on.
    shownLink: href.replace(/&amp;redirect_to=.*$/, ""),
    note: escapeHtml(mail.ignore),
    footer: escapeHtml(words.footer),
  });
}
