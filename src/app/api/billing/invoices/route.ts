import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { invoiceJson } from "#lib/billing/billing-json.ts";
import { listInvoices } from "#lib/billing/history/invoices.ts";
import { invoicesQuery } from "#lib/billing/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { readQuery, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const viewer = await requireViewer();
    const { page } = readQuery(request, invoicesQuery);
    const { invoices, ...rest } = await listInvoices(db(), viewer, page);
    return NextResponse.json({ invoices: invoices.map(invoiceJson), ...rest });
  },
});
