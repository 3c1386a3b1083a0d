import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { billingJson } from "#lib/billing/billing-json.ts";
import { restorePurchases } from "#lib/billing/restore-purchases.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { route } from "#platform/next/route.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST() {
    const viewer = await requireViewer();
    await consume("restore:workspace", viewer.workspace.id);
    return NextResponse.json(billingJson(await restorePurchases(billingTools(), viewer)));
  },
});
