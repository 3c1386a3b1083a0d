import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { addPaymentMethod, listPaymentMethods } from "#lib/billing/history/payment-methods.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET() {
    const viewer = await requireViewer();
    return NextResponse.json({ paymentMethods: await listPaymentMethods(db(), viewer) });
  },
  async POST() {
    const viewer = await requireViewer();
    return NextResponse.json(await addPaymentMethod(billingTools(), viewer));
  },
});
