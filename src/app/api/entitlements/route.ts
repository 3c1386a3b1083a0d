import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { entitlementsJson } from "#lib/entitlements/entitlements-json.ts";
import { getEffectivePlan } from "#lib/entitlements/get-effective-plan.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { routes } from "#shared/routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET() {
    const { profileId, workspace } = await requireViewer();
    await consume("entitlements:profile", profileId);
    const plan = await getEffectivePlan(db(), workspace.id, profileId, new Date());
    return NextResponse.json(entitlementsJson(plan, new URL(routes.billing, env().APP_URL).href));
  },
});
