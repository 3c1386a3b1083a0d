import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { billingJson } from "#lib/billing/billing-json.ts";
import { resumeSubscription } from "#lib/billing/subscription.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST() {
    const viewer = await requireViewer();
    return NextResponse.json(billingJson(await resumeSubscription(billingTools(), viewer)));
  },
});
