import PDFDocument from "pdfkit";
import type Stripe from "stripe";
import { authenticate, payInvoice } from "../billing-engine/pay.ts";
import { findIntent } from "../billing-engine/payment-intents.ts";
import type { Context } from "../context.ts";
import { attachPaymentMethod, cardFault } from "../resources/payment-methods.ts";
import type { Stored } from "../store/documents.ts";
import { idOf } from "../store/indexes.ts";
import { attempt, readCard, refusal } from "./card-form.ts";
import {
  authenticationPage,
  cardFields,
  date,
  errorBox,
  field,
  html,
  Markup,
  money,
  type PageAnswer,
  type PageCall,
  page,
  redirect,
  testCards,
} from "./html.ts";

/** `/i/:id`: look at an invoice, pay it, take it as PDF. */
export async function answerInvoice(
  ctx: Context,
  id: string,
  action: string,
  call: PageCall,
): Promise<PageAnswer> {
  const invoice = ctx.store.find("invoice", id);
  if (invoice === null || invoice.body.status === "draft")
    return page("Not found", html`<p>There is no such invoice.</p>`, 404);
  if (action === "pdf") {
    return {
      status: 200,
      headers: {
        "Content-Type": "application/pdf",
        "Content-Disposition": `attachment; filename="invoice-${invoice.body.number ?? id}.pdf"`,
      },
      body: await writePdf(invoice),
    };
  }
  if (call.method !== "POST") {
    return findIntent(ctx, id)?.body.status === "requires_action" && call.query.get("card") === null
      ? askBank(invoice)
      : invoicePage(invoice, null);
  }
  return action === "authenticate" ? answerBank(ctx, id, call) : payWithCard(ctx, id, call);
}

function requireInvoice(ctx: Context, id: string): Stored<"invoice"> {
  const invoice = ctx.store.find("invoice", id);
  if (invoice === null) throw refusal("There is no such invoice.");
  return invoice;
}

function askBank({ body }: Stored<"invoice">): PageAnswer {
  return authenticationPage(
    `/i/${body.id}/authenticate`,
    body.id,
    money(body.amount_remaining, body.currency),
  );
}

function payWithCard(ctx: Context, id: string, call: PageCall): PageAnswer {
  let outcome = "succeeded";
  const fault = attempt(ctx, () => {
    const invoice = requireInvoice(ctx, id);
    const method = readCard(ctx, call);
    attachPaymentMethod(ctx, method, idOf(invoice.body.customer) ?? "");
    outcome = payInvoice(ctx, invoice, { method, isOnSession: true });
  });
  const invoice = requireInvoice(ctx, id);
  if (fault !== null) return invoicePage(invoice, fault.body.message);
  return afterAttempt(ctx, invoice, outcome);
}

function answerBank(ctx: Context, id: string, call: PageCall): PageAnswer {
  let outcome = "succeeded";
  const fault = attempt(ctx, () => {
    outcome = authenticate(ctx, requireInvoice(ctx, id), field(call, "result") === "complete");
  });
  const invoice = requireInvoice(ctx, id);
  return fault === null ? afterAttempt(ctx, invoice, outcome) : invoicePage(invoice, fault.body.message);
}

function afterAttempt(ctx: Context, invoice: Stored<"invoice">, outcome: string): PageAnswer {
  if (outcome === "succeeded") return redirect(`/i/${invoice.id}`);
  if (outcome === "requires_action") return askBank(invoice);
  const error = findIntent(ctx, invoice.id)?.body.last_payment_error;
  return invoicePage(invoice, error?.message ?? cardFault("card_declined", null).body.message);
}

function invoicePage({ body }: Stored<"invoice">, error: string | null): PageAnswer {
  const isOpen = body.status === "open" || body.status === "uncollectible";
  return page(
    `Invoice ${body.number ?? ""}`,
    html`${errorBox(error)}<main><section><p>Status: <strong data-testid="status">${body.status ?? ""}</strong> · ${date(body.created)}</p>
<table><tbody>${body.lines.data.map((line) => html`<tr><td>${line.description ?? ""}</td><td class="amount">${money(line.amount, body.currency)}</td></tr>`)}
${sumsOf(body).map(({ name, amount, isTotal }) => html`<tr${new Markup(isTotal ? ' class="total"' : "")}><td>${name}</td><td class="amount">${money(amount, body.currency)}</td></tr>`)}</tbody></table>
<p><a href="/i/${body.id}/pdf">Download PDF</a></p></section>
${isOpen && html`<section><h2>Pay</h2><form method="post" action="/i/${body.id}/pay">${cardFields}<p><button>Pay ${money(body.amount_remaining, body.currency)}</button></p></form></section>`}
${isOpen && testCards}</main>`,
  );
}

/** What leads from the lines to what is still to be paid. */
function sumsOf(invoice: Stripe.Invoice): { name: string; amount: number; isTotal: boolean }[] {
  const off = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const balance = (invoice.ending_balance ?? invoice.starting_balance) - invoice.starting_balance;
  return [
    { name: "Subtotal", amount: invoice.subtotal, isTotal: false },
    ...(off > 0 ? [{ name: "Discount", amount: -off, isTotal: false }] : []),
    { name: "Total", amount: invoice.total, isTotal: true },
    ...(balance === 0 ? [] : [{ name: "From the balance", amount: -balance, isTotal: false }]),
    { name: "Paid", amount: invoice.amount_paid, isTotal: false },
    { name: "Amount due", amount: invoice.amount_remaining, isTotal: false },
  ];
}

function writePdf({ body }: Stored<"invoice">): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const document = new PDFDocument({ size: "A4", margin: 56 });
    const chunks: Buffer[] = [];
    document.on("data", (chunk: Buffer) => chunks.push(chunk));
    document.on("end", () => resolve(Buffer.concat(chunks)));
    document.on("error", reject);
    document
      .fontSize(18)
      .text(`Invoice ${body.number ?? body.id}`)
      .moveDown();
    document
      .fontSize(10)
      .text(`${date(body.created)} · ${body.customer_email ?? ""} · ${body.status ?? ""}`)
      .moveDown();
    const width = document.page.width - 112;
    const row = (name: string, amount: number) => {
      const { y } = document;
      document.text(name.replaceAll("×", "x").replaceAll("−", "-"), 56, y, { width: width - 120 });
      const next = document.y;
      document.text(money(amount, body.currency), 56, y, { width, align: "right" });
      document.y = next + 4;
    };
    for (const line of body.lines.data) row(line.description ?? "", line.amount);
    document.moveDown().fontSize(11);
    for (const { name, amount } of sumsOf(body)) row(name, amount);
    document.end();
  });
}
