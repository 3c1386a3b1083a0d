import { listedCards } from "../billing-engine/cards.ts";

export type PageCall = {
  method: string;
  path: string;
  query: URLSearchParams;
  form: Record<string, unknown>;
};
export type PageAnswer = { status: number; headers: Record<string, string>; body: string | Buffer };

/** Markup that is already safe. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | false | Part[];

/** Escapes everything but markup. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(
    strings.reduce(
      (text, string, index) => text + (index === 0 ? "" : render(parts[index - 1] ?? null)) + string,
      "",
    ),
  );
}

function render(part: Part): string {
  if (part === null || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(render).join("");
  return String(part).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const style = `
:root{font:16px/1.5 system-ui,sans-serif;color:#1a1f36;background:#f6f8fa}
body{max-width:72rem;margin:2rem auto;padding:0 1rem}
main{display:grid;gap:1.5rem;align-items:start;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr))}
section{overflow-x:auto;background:#fff;border:1px solid #d8dee4;border-radius:.5rem;padding:1.25rem}
section+section{margin-top:0}body>section{margin-top:1.5rem}code,td.whole,th,td.amount{white-space:nowrap}section.cards{grid-column:1/-1}section>p:first-child{margin-top:0}section>:last-child{margin-bottom:0}.row+h2{margin-top:1.25rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:0}
table{width:100%;border-collapse:collapse}td,th{padding:.35rem .25rem;text-align:left;vertical-align:top}
td.amount,th.amount{text-align:right;font-variant-numeric:tabular-nums}tr.total{border-top:1px solid #d8dee4;font-weight:600}
label{display:block;margin:.6rem 0}input:not([type=hidden]):not([type=radio]){display:block;width:100%;box-sizing:border-box;padding:.5rem;font:inherit;border:1px solid #a3acba;border-radius:.35rem}
button{font:inherit;padding:.55rem 1rem;border:0;border-radius:.35rem;background:#4b45c6;color:#fff;cursor:pointer}
button.quiet{background:#e3e8ee;color:#1a1f36}:focus-visible{outline:3px solid #8c85ff;outline-offset:2px}
.error{background:#fde8e8;color:#8a1220;padding:.6rem .8rem;border-radius:.35rem}.row{display:flex;gap:.75rem;flex-wrap:wrap;align-items:center}
small,.quiet-text{color:#545969}code{font-size:.95em}`;

export function page(title: string, body: Markup, status = 200): PageAnswer {
  const document = html`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${new Markup(style)}</style></head><body>
<p><small>Local Stripe: nothing here is real money.</small></p><h1>${title}</h1>${body}</body></html>`;
  return {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    },
    body: document.text,
  };
}

export function redirect(location: string): PageAnswer {
  return { status: 303, headers: { Location: location, "Cache-Control": "no-store" }, body: "" };
}

export function money(amount: number, currency: string): string {
  return new Intl.NumberFormat("en", { style: "currency", currency: currency.toUpperCase() }).format(
    amount / 100,
  );
}

export function date(seconds: number | null): string {
  return seconds === null ? "" : new Date(seconds * 1000).toISOString().slice(0, 10);
}

export const cardFields = html`
<label>Card number <input name="number" inputmode="numeric" autocomplete="cc-number" required></label>
<label>Expiry (MM / YY) <input name="expiry" autocomplete="cc-exp" required></label>
<label>CVC <input name="cvc" inputmode="numeric" autocomplete="cc-csc" required></label>
<label>Name on card <input name="name" autocomplete="cc-name"></label>`;

export const testCards = html`<section class="cards" aria-labelledby="cards"><h2 id="cards">Test cards</h2>
<table><tbody>${listedCards.map(({ number, what }) => html`<tr><td><code>${number}</code></td><td>${what}</td></tr>`)}</tbody></table>
<p><small>Any expiry in the future, any CVC.</small></p></section>`;

export function errorBox(message: string | null): Markup | null {
  return message === null ? null : html`<p class="error" role="alert">${message}</p>`;
}

export function field(call: PageCall, name: string): string {
  const value = call.form[name];
  return typeof value === "string" ? value.trim() : "";
}

/** The bank's question, as a page with two answers. */
export function authenticationPage(action: string, nonce: string, amount: string | null): PageAnswer {
  return page(
    "3-D Secure",
    html`<section><p>Your bank asks whether you approve ${amount === null ? "that this card is saved" : `this payment of ${amount}`}.</p>
<form method="post" action="${action}" class="row"><input type="hidden" name="nonce" value="${nonce}">
<button name="result" value="complete">Complete</button> <button class="quiet" name="result" value="fail">Fail</button></form></section>`,
  );
}
