import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { startCheckout } from "#lib/billing/checkout.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { checkoutBody } from "#lib/billing/validation.ts";
import { env } from "#lib/env/server.ts";
import { requestCountry } from "#platform/http/client-country.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST(request) {
    const viewer = await requireViewer();
    const choice = await readJson(request, checkoutBody);
    const country = requestCountry((name) => request.headers.get(name) ?? undefined, env().TRUSTED_PROXY);
    return NextResponse.json(await startCheckout(billingTools(), viewer, choice, country));
  },
});
