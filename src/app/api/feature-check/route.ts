import { NextResponse } from "next/server";
import { requireCaller } from "#lib/api-keys/require-caller.ts";
import { featureCheckBody } from "#lib/entitlements/entitlements-json.ts";
import { gatekeeper } from "#lib/entitlements/gatekeeper.ts";
import { readJson, route } from "#platform/next/route.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST(request) {
    const viewer = await requireCaller(request, "usage:read");
    await consume("entitlements:profile", viewer.profileId);
    const { feature } = await readJson(request, featureCheckBody);
    return NextResponse.json(await gatekeeper().checkAccess(viewer, feature, new Date()));
  },
});
