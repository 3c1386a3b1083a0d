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
  // Only in an address does Go escape for one: what is read and copied does without the way on.
  const shown = href.replace(/&amp;redirect_to=.*$/, "");
  const lang = prefix === "" ? "en" : "pl";
  const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(mail.subject)}</title>
</head>
<body style="margin:0;padding:0;background:#f1efe9;${font};color:#14181c">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:#ffffff;border:1px solid #d9d5ca">
<tr><td style="padding:24px 32px 0;font-size:15px;font-weight:700;letter-spacing:0.02em">DynamicQR</td></tr>
<tr><td style="padding:20px 32px 0"><h1 style="margin:0;font-size:24px;line-height:1.25">${escapeHtml(mail.heading)}</h1></td></tr>
<tr><td style="padding:12px 32px 0;font-size:16px;line-height:1.55">${withAddress(escapeHtml(mail.body))}</td></tr>
<tr><td style="padding:24px 32px 0"><a href="${href}" style="display:inline-block;padding:13px 24px;background:#14181c;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none">${escapeHtml(mail.action)}</a></td></tr>
<tr><td style="padding:20px 32px 0;font-size:13px;line-height:1.5;color:#5a6068">${escapeHtml(words.link)}<br><a href="${href}" style="color:#5a6068;word-break:break-all">${shown}</a></td></tr>
<tr><td style="padding:20px 32px 28px;font-size:13px;line-height:1.5;color:#5a6068">${escapeHtml(mail.ignore)}</td></tr>
</table>
<p style="margin:20px 0 0;font-size:12px;color:#5a6068">${escapeHtml(words.footer)}</p>
</td></tr></table>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
