import { NextResponse } from "next/server";
import { requireCaller } from "#lib/api-keys/require-caller.ts";
import { entitlementsJson } from "#lib/entitlements/entitlements-json.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { env } from "#lib/env/server.ts";
import { route } from "#platform/next/route.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { routes } from "#shared/routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const viewer = await requireCaller(request, "usage:read");
    await consume("entitlements:profile", viewer.profileId);
    const entitlements = await gatekeeper().getEntitlements(viewer, new Date());
    return NextResponse.json(entitlementsJson(entitlements, new URL(routes.billing, env().APP_URL).href));
  },
});
