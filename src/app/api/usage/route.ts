import { NextResponse } from "next/server";
import { requireCaller } from "#lib/api-keys/require-caller.ts";
import { env } from "#lib/env/server.ts";
import { getUsage } from "#lib/usage/get-usage.ts";
import { usageJson } from "#lib/usage/usage-json.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";
import { consume } from "#platform/rate-limits/rate-limiter.ts";
import { routes } from "#shared/routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const viewer = await requireCaller(request, "usage:read");
    await consume("usage:profile", viewer.profileId);
    const report = await getUsage(db(), viewer, new Date());
    return NextResponse.json(usageJson(report, new URL(routes.billing, env().APP_URL).href));
  },
});
