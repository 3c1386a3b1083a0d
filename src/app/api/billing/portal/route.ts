import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { openPortal } from "#lib/billing/portal.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST() {
    const viewer = await requireViewer();
    return NextResponse.json(await openPortal(billingTools(), viewer));
  },
});
