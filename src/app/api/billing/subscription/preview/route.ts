import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { previewChange } from "#lib/billing/change-plan/preview-change.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { previewBody } from "#lib/billing/validation.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST(request) {
    const viewer = await requireViewer();
    const target = await readJson(request, previewBody);
    return NextResponse.json(await previewChange(billingTools(), viewer, target));
  },
});
