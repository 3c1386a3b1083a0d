import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { checkoutBody } from "#lib/billing/validation.ts";
import { startPurchase } from "#lib/discounts/start-purchase.ts";
import { requestCaller } from "#platform/next/caller.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST(request) {
    const viewer = await requireViewer();
    const choice = await readJson(request, checkoutBody);
    return NextResponse.json(await startPurchase(billingTools(), viewer, choice, await requestCaller()));
  },
});
