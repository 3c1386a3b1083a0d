import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { requireBilling } from "../access.ts";
import { askStripe } from "../ask-stripe.ts";
import type { InvoiceRow } from "../mirror/invoice-row.ts";
import type { SyncTools } from "../mirror/sync-customer.ts";
import * as invoicesStore from "./invoices-store.ts";

export const invoicesPerPage = 12;

/** @property refundedMinor what was given back of it so far */
export type ListedInvoice = InvoiceRow & { refundedMinor: number };

export type InvoicePage = { invoices: ListedInvoice[]; page: number; pages: number; total: number };

/**
 * What the workspace was billed so far, of all its customers, the newest first. Drafts are not
 * invoices yet. Beyond the last page stands the last one.
 * @param page counted from 1
 * @throws Refusal `forbidden` for members who may not see to money
 */
export async function listInvoices(db: Prisma, viewer: Viewer, page = 1): Promise<InvoicePage> {
  requireBilling(viewer);
  const workspaceId = viewer.workspace.id;
  const total = await invoicesStore.countInvoices(db, workspaceId);
  const pages = Math.max(1, Math.ceil(total / invoicesPerPage));
  const shown = Math.min(Math.max(1, page), pages);
  const rows = await invoicesStore.listInvoices(db, workspaceId, {
    skip: (shown - 1) * invoicesPerPage,
    take: invoicesPerPage,
  });
  const ids = rows.map(({ id }) => id);
  const refunded = await invoicesStore.sumRefunds(db, workspaceId, ids);
  const invoices = rows.map((row) => ({ ...row, refundedMinor: refunded.get(row.id) ?? 0 }));
  return { invoices, page: shown, pages, total };
}

/**
 * The invoice of these subscriptions that waits for a payment, the newest of several; null for none.
 * Whoever pays it has paid, also where a bank wants to be asked first.
 */
export function findDueInvoice(
  db: Prisma,
  viewer: Viewer,
  subscriptionIds: readonly string[],
): Promise<InvoiceRow | null> {
  return invoicesStore.findOpenInvoice(db, viewer.workspace.id, subscriptionIds);
}

async function readAtStripe(tools: SyncTools, viewer: Viewer, id: string) {
  requireBilling(viewer);
  const row = await invoicesStore.findInvoice(tools.db, viewer.workspace.id, id);
  if (!row) throw new Refusal("not_found");
  return askStripe(() => tools.stripe.invoices.retrieve(id));
}

/**
 * Where Stripe keeps the PDF of an invoice now: its addresses expire, so it is asked every time.
 * @throws Refusal `forbidden`, `not_found` also for another workspace's, `unavailable`
 */
export async function findInvoicePdf(tools: SyncTools, viewer: Viewer, id: string): Promise<string> {
  const { invoice_pdf: url } = await readAtStripe(tools, viewer, id);
  if (!url) throw new Refusal("not_found");
  return url;
}

/**
 * Stripe's page on which an open invoice is paid, or its payment confirmed with the bank.
 * @throws Refusal `forbidden`, `not_found` also for another workspace's, `unavailable`
 */
export async function findInvoicePage(tools: SyncTools, viewer: Viewer, id: string): Promise<string> {
  const { hosted_invoice_url: url } = await readAtStripe(tools, viewer, id);
  if (!url) throw new Refusal("not_found");
  return url;
}
