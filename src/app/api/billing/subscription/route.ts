import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { billingJson } from "#lib/billing/billing-json.ts";
import { cancelSubscription, getBillingState } from "#lib/billing/subscription.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET() {
    const viewer = await requireViewer();
    return NextResponse.json(billingJson(await getBillingState(db(), viewer, new Date())));
  },
  async DELETE() {
    const viewer = await requireViewer();
    return NextResponse.json(billingJson(await cancelSubscription(billingTools(), viewer)));
  },
});
