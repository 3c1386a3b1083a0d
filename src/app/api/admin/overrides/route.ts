import { NextResponse } from "next/server";
import { requireApiKey } from "#lib/api-keys/require-api-key.ts";
import { addOverride, listOverrides } from "#lib/waivers/manage-overrides.ts";
import { listOverridesQuery, overrideBody } from "#lib/waivers/validation.ts";
import { overrideJson } from "#lib/waivers/waiver-json.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, readQuery, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const now = new Date();
    await requireApiKey(db(), request.headers.get("authorization"), "overrides", now);
    const overrides = await listOverrides(db(), readQuery(request, listOverridesQuery), now);
    return NextResponse.json({ overrides: overrides.map(overrideJson) });
  },
  async POST(request) {
    const now = new Date();
    const actor = await requireApiKey(db(), request.headers.get("authorization"), "overrides", now);
    const override = await addOverride(db(), actor, await readJson(request, overrideBody), now);
    return NextResponse.json(overrideJson(override), { status: 201 });
  },
});
