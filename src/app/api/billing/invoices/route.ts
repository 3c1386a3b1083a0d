import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { invoiceJson } from "#lib/billing/billing-json.ts";
import { listInvoices } from "#lib/billing/invoices.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET() {
    const viewer = await requireViewer();
    const invoices = await listInvoices(db(), viewer);
    return NextResponse.json({ invoices: invoices.map(invoiceJson) });
  },
});
