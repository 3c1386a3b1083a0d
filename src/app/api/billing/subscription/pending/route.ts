import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { billingJson } from "#lib/billing/billing-json.ts";
import { dropPendingChange, payPendingChange } from "#lib/billing/change-plan/change-plan-pending.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { route } from "#platform/next/route.ts";

/** The change that waits for its payment: finished with POST, given up with DELETE. */
export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST() {
    const viewer = await requireViewer();
    return NextResponse.json(await payPendingChange(billingTools(), viewer));
  },
  async DELETE() {
    const viewer = await requireViewer();
    return NextResponse.json(billingJson(await dropPendingChange(billingTools(), viewer)));
  },
});
