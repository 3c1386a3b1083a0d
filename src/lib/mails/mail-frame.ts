import type { Locale } from "#shared/locale.ts";

/** A mail as it is framed. Every text is HTML already: escaped, or a template's placeholder. */
export type FramedMail = {
  locale: Locale;
  subject: string;
  heading: string;
  /** Paragraphs and lists, in order. */
  body: (string | { items: string[] })[];
  action: { label: string; href: string };
  /** What stands above the address for those whose button does not work. */
  linkHint: string;
  /** The address as it is read, where it is shorter than where the button leads. */
  shownLink?: string;
  note: string;
  /** Where to say that no more of these are wanted. */
  choice?: { label: string; href: string };
  footer: string;
};

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const quiet = "font-size:13px;line-height:1.5;color:#5a6068";

// Inline styles hold wherever style sheets are thrown away; this one only turns the colours round.
// No two braces stand together: the account mails are templates in which that means something.
const darkStyle = `<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
body, .sheet { background: #131317 !important; }
.card { background: #1c1c22 !important; border-color: #3a3a43 !important; }
.ink { color: #f3f3f0 !important; }
.quiet { color: #b4b4bd !important; }
.go { background: #f3f3f0 !important; color: #131317 !important; }
}
</style>`;

/** The one frame of every mail: a sheet with a card on it, one button, its address in plain. */
export function frameMail(mail: FramedMail): string {
  const { action } = mail;
  return `<!doctype html>
<html lang="${mail.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${mail.subject}</title>
${darkStyle}
</head>
<body class="ink" style="margin:0;padding:0;background:#f1efe9;${font};color:#14181c">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" style="background:#f1efe9"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:#ffffff;border:1px solid #d9d5ca">
<tr><td class="ink" style="padding:24px 32px 0;font-size:15px;font-weight:700;letter-spacing:0.02em;color:#14181c">DynamicQR</td></tr>
<tr><td style="padding:20px 32px 0"><h1 class="ink" style="margin:0;font-size:24px;line-height:1.25;color:#14181c">${mail.heading}</h1></td></tr>
${mail.body.map(bodyRow).join("\n")}
<tr><td style="padding:24px 32px 0"><a class="go" href="${action.href}" style="display:inline-block;padding:13px 24px;background:#14181c;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none">${action.label}</a></td></tr>
<tr><td class="quiet" style="padding:20px 32px 0;${quiet}">${mail.linkHint}<br>${quietLink(action.href, mail.shownLink)}</td></tr>
<tr><td class="quiet" style="padding:20px 32px 28px;${quiet}">${mail.note}${mail.choice ? `<br>${mail.choice.label}<br>${quietLink(mail.choice.href)}` : ""}</td></tr>
</table>
<p class="quiet" style="margin:20px 0 0;font-size:12px;color:#5a6068">${mail.footer}</p>
</td></tr></table>
</body>
</html>`;
}

function quietLink(href: string, shown = href): string {
  return `<a class="quiet" href="${href}" style="color:#5a6068;word-break:break-all">${shown}</a>`;
}

function bodyRow(part: FramedMail["body"][number]): string {
  const text = "font-size:16px;line-height:1.55;color:#14181c;overflow-wrap:anywhere;word-break:break-word";
  if (typeof part === "string") {
    return `<tr><td class="ink" style="padding:12px 32px 0;${text}">${part}</td></tr>`;
  }
  const items = part.items.map((item) => `<li style="margin:0 0 4px">${item}</li>`).join("");
  return `<tr><td class="ink" style="padding:8px 32px 0;${text}"><ul style="margin:0;padding:0 0 0 20px">${items}</ul></td></tr>`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
