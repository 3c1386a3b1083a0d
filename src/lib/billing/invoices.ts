import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { requireBilling } from "./access.ts";
import { askStripe } from "./ask-stripe.ts";
import type { InvoiceRow } from "./invoice-row.ts";
import * as store from "./store.ts";
import type { SyncTools } from "./sync-customer.ts";

/**
 * What the workspace was billed so far, of all its customers, the newest first. Drafts are not
 * invoices yet.
 * @throws Refusal `forbidden` for members who may not see to money
 */
export async function listInvoices(db: Prisma, viewer: Viewer): Promise<InvoiceRow[]> {
  requireBilling(viewer);
  const rows = await store.listWorkspaceInvoices(db, viewer.workspace.id);
  return rows.filter(({ status }) => status !== "draft");
}

/**
 * Where Stripe keeps the PDF of an invoice now: its addresses expire, so it is asked every time.
 * @throws Refusal `forbidden`, `not_found` also for another workspace's, `unavailable`
 */
export async function findInvoicePdf(tools: SyncTools, viewer: Viewer, id: string): Promise<string> {
  const rows = await listInvoices(tools.db, viewer);
  if (!rows.some((row) => row.id === id)) throw new Refusal("not_found");
  const { invoice_pdf: url } = await askStripe(() => tools.stripe.invoices.retrieve(id));
  if (!url) throw new Refusal("not_found");
  return url;
}
