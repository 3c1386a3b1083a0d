import type { Context } from "../context.ts";
import { idOf } from "../store/indexes.ts";
import { date, html, Markup, type PageAnswer, page } from "./html.ts";

const shown = 50;

/** What the local Stripe holds, for a person to look at. */
export function overviewPage(ctx: Context): PageAnswer {
  const take = <T>(rows: Iterable<T>): T[] => [...limit(rows, shown)];
  const customers = take(ctx.store.list("customer")).map(({ body }) => [
    body.id,
    body.email ?? "",
    body.currency ?? "",
    date(body.created),
    new Date(ctx.now(body.test_clock) * 1000).toISOString().slice(0, 16).replace("T", " "),
  ]);
  const subscriptions = take(ctx.store.list("subscription")).map(({ body }) => [
    body.id,
    idOf(body.customer) ?? "",
    body.status,
    body.items.data.map((item) => item.price.lookup_key ?? item.price.id).join(", "),
    date(body.items.data[0]?.current_period_end ?? null),
    date(body.cancel_at),
  ]);
  const events = take(ctx.store.list("event")).map(({ body }) => [
    body.id,
    body.type,
    String((body.data.object as { id?: string }).id ?? ""),
    String(body.pending_webhooks),
  ]);
  const deliveries = take(ctx.store.list("delivery")).map(({ body }) => {
    const last = body.attempts.at(-1);
    return [
      body.type,
      body.state,
      String(body.attempts.length),
      `${last?.status ?? last?.error ?? ""}`,
      last?.answer.slice(0, 120) ?? "",
      body.url,
    ];
  });
  return page(
    "Local Stripe",
    html`${table("Customers", ["Id", "E-mail", "Currency", "Since", "Its time (UTC)"], customers)}
${table("Subscriptions", ["Id", "Customer", "Status", "Prices", "Period ends", "Cancels"], subscriptions)}
${table("Deliveries", ["Event", "State", "Tries", "Last", "Answer", "To"], deliveries)}
${table("Events", ["Id", "Type", "Object", "Pending"], events)}`,
  );
}

function* limit<T>(rows: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const row of rows) {
    if (count >= most) return;
    count += 1;
    yield row;
  }
}

function table(title: string, heads: string[], rows: string[][]): Markup {
  return html`<section><h2>${title}</h2>${
    rows.length === 0
      ? html`<p class="quiet-text">None yet.</p>`
      : html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td${new Markup(cell.length > 40 ? "" : ' class="whole"')}>${cell}</td>`)}</tr>`)}</tbody></table>`
  }</section>`;
}
