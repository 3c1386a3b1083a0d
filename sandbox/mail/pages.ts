import type { IncomingMessage, ServerResponse } from "node:http";
import { escapeHtml, isLocalHost, localPage } from "../local-page.ts";
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
  if (message === null) return html(404, localPage("Not here", "<p>There is no such mail.</p>"));
  if (kind === "messages") return html(200, messagePage(message));
  // The mail's own markup: shown in a sandboxed frame, without scripts and without our origin.
  const policy = "sandbox allow-popups allow-popups-to-escape-sandbox";
  return { ...html(200, withNewTabs(message)), headers: { "Content-Security-Policy": policy } };
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
  return localPage(
    "Mailbox",
    `<form><label>Sent to <input name="to" type="search" value="${escapeHtml(to ?? "")}" placeholder="any address"></label>
      <button>Filter</button></form>${rows.length > 0 ? `<ul>${rows.join("")}</ul>` : empty}`,
    '<meta http-equiv="refresh" content="5">',
  );
}

function messagePage(message: MailMessage): string {
  return localPage(
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
