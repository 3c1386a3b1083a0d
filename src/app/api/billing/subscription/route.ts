import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { billingJson, changedJson } from "#lib/billing/billing-json.ts";
import { changePlan } from "#lib/billing/change-plan/change-plan.ts";
import { cancelSubscription, getBillingState } from "#lib/billing/subscription.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { changeBody } from "#lib/billing/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET() {
    const viewer = await requireViewer();
    return NextResponse.json(billingJson(await getBillingState(db(), viewer, new Date())));
  },
  async PATCH(request) {
    const viewer = await requireViewer();
    const wish = await readJson(request, changeBody);
    return NextResponse.json(changedJson(await changePlan(billingTools(), viewer, wish)));
  },
  async DELETE() {
    const viewer = await requireViewer();
    return NextResponse.json(billingJson(await cancelSubscription(billingTools(), viewer)));
  },
});
