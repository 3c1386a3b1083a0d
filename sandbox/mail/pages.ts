import type { IncomingMessage, ServerResponse } from "node:http";
import type { Mailbox, MailMessage } from "./mailbox.ts";

/** The pages and the JSON API of the mailbox. */
export function answerMailRequest(
  mailbox: Mailbox,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { status, type, body, headers } = answer(mailbox, request);
  response.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    ...headers,
  });
  response.end(body);
}

type Answer = { status: number; type: string; body: string; headers?: Record<string, string> };

const plain = (status: number, body: string): Answer => ({ status, type: "text/plain", body });
const html = (status: number, body: string): Answer => ({ status, type: "text/html", body });
const json = (value: unknown): Answer => ({
  status: 200,
  type: "application/json",
  body: JSON.stringify(value),
});

function answer(mailbox: Mailbox, request: IncomingMessage): Answer {
  const url = new URL(request.url ?? "/", "http://mailbox");
  const to = url.searchParams.get("to") ?? undefined;
  if (!isLocalHost(request.headers.host)) return plain(403, "Only on this machine.");
  if (url.pathname === "/api/messages" && request.method === "DELETE") {
    mailbox.clear();
    return json({});
  }
  if (request.method !== "GET" && request.method !== "HEAD") return plain(405, "Only GET.");
  if (url.pathname === "/api/messages") {
    return json(mailbox.list(to).slice(0, Number(url.searchParams.get("limit") ?? 50)));
  }
  if (url.pathname === "/") return html(200, listPage(mailbox.list(to), to));
  const [, kind, id] = /^\/(messages|content)\/([\w-]+)$/.exec(url.pathname) ?? [];
  const message = id === undefined ? null : mailbox.find(id);
  if (message === null) return html(404, page("Not here", "<p>There is no such mail.</p>"));
  if (kind === "messages") return html(200, messagePage(message));
  // The mail's own markup: shown in a sandboxed frame, without scripts and without our origin.
  const policy = "sandbox allow-popups allow-popups-to-escape-sandbox";
  return { ...html(200, withNewTabs(message)), headers: { "Content-Security-Policy": policy } };
}

/** A page elsewhere whose name is made to point at this machine must not read the mailbox. */
function isLocalHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? "");
}

function withNewTabs(message: MailMessage): string {
  const body = message.html || `<pre style="white-space:pre-wrap">${escapeHtml(message.text)}</pre>`;
  const opened = body.replaceAll(/<a /gi, '<a target="_blank" rel="noopener" ');
  return opened.includes("<head>") ? opened : `<!doctype html><meta charset="utf-8">${opened}`;
}

function listPage(messages: MailMessage[], to: string | undefined): string {
  const rows = messages.map(
    (message) => `<li><a href="/messages/${message.id}"><strong>${escapeHtml(message.subject)}</strong>
      <span>${escapeHtml(message.to.join(", "))}</span><time datetime="${message.receivedAt}">${when(message)}</time></a></li>`,
  );
  const empty = "<p>No mail yet. What the product sends on this machine lands here.</p>";
  return page(
    "Mailbox",
    `<form><label>Sent to <input name="to" type="search" value="${escapeHtml(to ?? "")}" placeholder="any address"></label>
      <button>Filter</button></form>${rows.length > 0 ? `<ul>${rows.join("")}</ul>` : empty}`,
    '<meta http-equiv="refresh" content="5">',
  );
}

function messagePage(message: MailMessage): string {
  return page(
    message.subject,
    `<p><a href="/">← Mailbox</a></p><dl><dt>From</dt><dd>${escapeHtml(message.from)}</dd>
      <dt>To</dt><dd>${escapeHtml(message.to.join(", "))}</dd><dt>Received</dt><dd>${when(message)}</dd></dl>
      <iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/content/${message.id}"></iframe>
      <details><summary>Plain text</summary><pre>${linked(message.text)}</pre></details>`,
  );
}

const when = (message: MailMessage) => message.receivedAt.replace("T", " ").slice(0, 19);

function linked(text: string): string {
  return escapeHtml(text).replaceAll(
    /https?:\/\/[^\s<]+/g,
    (url) => `<a href="${url}" target="_blank" rel="noopener">${url}</a>`,
  );
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

function page(title: string, body: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · DynamicQR sandbox</title>${head}<style>
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent)}
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}ul{list-style:none;padding:0;border-top:1px solid var(--line)}
li a{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.7rem .2rem;border-bottom:1px solid var(--line);text-decoration:none;color:inherit}
li a:hover,li a:focus-visible{background:var(--line)}time,li span,dt{opacity:.75}li span{grid-column:1}time{grid-row:1;grid-column:2}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}dd{margin:0}
iframe{width:100%;height:34rem;border:1px solid var(--line);border-radius:.5rem;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere}input,button{font:inherit}</style></head>
<body><h1>${escapeHtml(title)}</h1>${body}</body></html>`;
}
