import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { findInvoicePage } from "#lib/billing/history/invoices.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async POST(_, { id }) {
    const viewer = await requireViewer();
    return NextResponse.json({ url: await findInvoicePage(billingTools(), viewer, id) });
  },
});
