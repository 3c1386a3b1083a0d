import { createHash } from "node:crypto";
import { createTranslator } from "use-intl/core";
import en from "#messages/en.json" with { type: "json" };
import pl from "#messages/pl.json" with { type: "json" };
import type { Locale } from "#shared/locale.ts";

export type VisitorPage =
  | { kind: "paused"; note: string | null }
  | { kind: "plan-paused"; destination: string }
  | { kind: "suspended" }
  | { kind: "expired" }
  | { kind: "gone" }
  | { kind: "unknown" }
  | { kind: "too-many"; retryAfterSeconds: number }
  | { kind: "unavailable" };

const words = {
  en: createTranslator({ locale: "en", messages: en, namespace: "visitor" }),
  pl: createTranslator({ locale: "pl", messages: pl, namespace: "visitor" }),
};

// Ink on paper with crop marks in the corners: plain enough to be read on any phone at once.
const style = `:root{color-scheme:light dark;--paper:#fff;--ink:#16161a;--quiet:#55555f;--mark:#16161a}
@media (prefers-color-scheme:dark){:root{--paper:#131317;--ink:#f3f3f0;--quiet:#b4b4bd;--mark:#f3f3f0}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:20px;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{position:relative;width:100%;max-width:34rem;padding:3rem 2.25rem;overflow-wrap:anywhere}
.mark{position:absolute;width:22px;height:22px}
.mark::before,.mark::after{content:"";position:absolute;background:var(--mark)}
.mark::before{width:14px;height:1px}.mark::after{width:1px;height:14px}
.tl{top:0;left:0}.tl::before{top:21px;left:0}.tl::after{top:0;left:21px}
.tr{top:0;right:0}.tr::before{top:21px;right:0}.tr::after{top:0;right:21px}
.bl{bottom:0;left:0}.bl::before{bottom:21px;left:0}.bl::after{bottom:0;left:21px}
.br{bottom:0;right:0}.br::before{bottom:21px;right:0}.br::after{bottom:0;right:21px}
h1{margin:0 0 1rem;font-size:1.6rem;line-height:1.2;letter-spacing:-.01em}
p{margin:0 0 1rem}
.quiet{color:var(--quiet)}
blockquote{margin:0 0 1rem;padding-left:1rem;border-left:3px solid var(--ink);white-space:pre-line}
a{color:inherit;text-underline-offset:.2em}
.go{display:inline-block;min-height:44px;padding:.6rem 1.1rem;border:2px solid var(--ink);background:var(--ink);color:var(--paper);font-weight:600;text-decoration:none}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
footer{margin-top:2rem;color:var(--quiet);font-size:.875rem}`;

const styleHash = createHash("sha256").update(style).digest("base64");

/** The policy of these pages: no script, no request, one style sheet known by its hash. */
export const visitorPagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The page that a visitor sees who cannot be sent on at once, in their language. */
export function renderVisitorPage(page: VisitorPage, locale: Locale): string {
  const t = words[locale];
  const { title, body } = content(page, locale);
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · ${escapeHtml(t("brand"))}</title>
<style>${style}</style>
</head>
<body>
<main>
<span class="mark tl"></span><span class="mark tr"></span><span class="mark bl"></span><span class="mark br"></span>
<h1>${escapeHtml(title)}</h1>
${body}
<footer>${escapeHtml(t("footer"))}</footer>
</main>
</body>
</html>
`;
}

function content(page: VisitorPage, locale: Locale): { title: string; body: string } {
  const t = words[locale];
  switch (page.kind) {
    case "paused": {
      const note = page.note?.trim();
      const said = note
        ? `${quiet(t("paused.noteIntro"))}\n<blockquote dir="auto">${escapeHtml(note)}</blockquote>`
        : "";
      return { title: t("paused.title"), body: `${paragraph(t("paused.text"))}\n${said}` };
    }
    case "plan-paused": {
      const { host } = new URL(page.destination);
      const link = `<p><a class="go" href="${escapeHtml(page.destination)}" rel="noreferrer nofollow">${escapeHtml(t("planPaused.link", { host }))}</a></p>`;
      return {
        title: t("planPaused.title"),
        body: `${paragraph(t("planPaused.text"))}\n${link}\n<p class="quiet" dir="ltr">${escapeHtml(page.destination)}</p>`,
      };
    }
    case "suspended":
      return { title: t("suspended.title"), body: paragraph(t("suspended.text")) };
    case "expired":
      return { title: t("expired.title"), body: paragraph(t("expired.text")) };
    case "gone":
      return { title: t("gone.title"), body: paragraph(t("gone.text")) };
    case "unknown":
      return { title: t("unknown.title"), body: paragraph(t("unknown.text")) };
    case "too-many":
      return {
        title: t("tooMany.title"),
        body: paragraph(t("tooMany.text", { seconds: page.retryAfterSeconds })),
      };
    case "unavailable":
      return { title: t("unavailable.title"), body: paragraph(t("unavailable.text")) };
  }
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

function quiet(text: string): string {
  return `<p class="quiet">${escapeHtml(text)}</p>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
