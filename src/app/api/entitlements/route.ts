import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { entitlementsJson } from "#lib/entitlements/entitlements-json.ts";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { routes } from "#shared/routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET() {
    const { profileId, workspace } = await requireViewer();
    await consume("entitlements:profile", profileId);
    const { APP_URL, GATEKEEPER_ENABLED } = env();
    const facts = await findAccessFacts(db(), workspace.id, profileId);
    const entitlements = resolve(facts, new Date(), GATEKEEPER_ENABLED);
    return NextResponse.json(entitlementsJson(entitlements, new URL(routes.billing, APP_URL).href));
  },
});
