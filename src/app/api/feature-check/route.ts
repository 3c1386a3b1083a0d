import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { checkAccess } from "#lib/entitlements/check-access.ts";
import { featureCheckBody, featureCheckJson } from "#lib/entitlements/entitlements-json.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, route } from "#platform/next/route.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { routes } from "#shared/routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async POST(request) {
    const { profileId, workspace } = await requireViewer();
    await consume("entitlements:profile", profileId);
    const { feature } = await readJson(request, featureCheckBody);
    const { APP_URL, GATEKEEPER_ENABLED } = env();
    const facts = await findAccessFacts(db(), workspace.id, profileId);
    const access = checkAccess(facts, feature, new Date(), GATEKEEPER_ENABLED);
    return NextResponse.json(featureCheckJson(access, new URL(routes.billing, APP_URL).href));
  },
});
