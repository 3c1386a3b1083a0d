import { NextResponse } from "next/server";
import { requireApiKey } from "#lib/api-keys/require-api-key.ts";
import { revokeWaiver } from "#lib/waivers/manage-waivers.ts";
import { parseId, reasonBody } from "#lib/waivers/validation.ts";
import { waiverJson } from "#lib/waivers/waiver-json.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ workspaceId: string }>({
  async DELETE(request, params) {
    const now = new Date();
    const actor = await requireApiKey(db(), request.headers.get("authorization"), "waivers", now);
    const workspaceId = parseId("workspaceId", params.workspaceId);
    const { reason } = await readJson(request, reasonBody);
    return NextResponse.json(waiverJson(await revokeWaiver(db(), actor, workspaceId, reason, now), now));
  },
});
