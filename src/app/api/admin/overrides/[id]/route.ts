import { NextResponse } from "next/server";
import { requireApiKey } from "#lib/api-keys/require-api-key.ts";
import { endOverride } from "#lib/waivers/manage-overrides.ts";
import { parseId, reasonBody } from "#lib/waivers/validation.ts";
import { overrideJson } from "#lib/waivers/waiver-json.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async DELETE(request, params) {
    const now = new Date();
    const actor = await requireApiKey(db(), request.headers.get("authorization"), "overrides", now);
    const id = parseId("id", params.id);
    const { reason } = await readJson(request, reasonBody);
    return NextResponse.json(overrideJson(await endOverride(db(), actor, id, reason, now)));
  },
});
