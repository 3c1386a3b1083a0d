import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { findInvoicePdf } from "#lib/billing/history/invoices.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async GET(_, { id }) {
    const viewer = await requireViewer();
    return NextResponse.redirect(await findInvoicePdf(billingTools(), viewer, id), {
      status: 302,
      headers: { "cache-control": "private, no-store" },
    });
  },
  /** For a button, which can say what went wrong. */
  async POST(_, { id }) {
    const viewer = await requireViewer();
    return NextResponse.json({ url: await findInvoicePdf(billingTools(), viewer, id) });
  },
});
