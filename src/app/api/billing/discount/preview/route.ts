import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { quoteDiscount } from "#lib/discounts/quote-discount.ts";
import { previewBody } from "#lib/discounts/validation.ts";
import { requestCaller } from "#platform/next/caller.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST(request) {
    const viewer = await requireViewer();
    const wanted = await readJson(request, previewBody);
    return NextResponse.json(await quoteDiscount(billingTools(), viewer, wanted, await requestCaller()));
  },
});
