import { NextResponse } from "next/server";
import { requireApiKey } from "#lib/api-keys/require-api-key.ts";
import { grantWaiver, listWaivers } from "#lib/waivers/manage-waivers.ts";
import { listWaiversQuery, waiverBody } from "#lib/waivers/validation.ts";
import { waiverJson } from "#lib/waivers/waiver-json.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, readQuery, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const now = new Date();
    await requireApiKey(db(), request.headers.get("authorization"), "waivers", now);
    const waivers = await listWaivers(db(), readQuery(request, listWaiversQuery), now);
    return NextResponse.json({ waivers: waivers.map((waiver) => waiverJson(waiver, now)) });
  },
  async POST(request) {
    const now = new Date();
    const actor = await requireApiKey(db(), request.headers.get("authorization"), "waivers", now);
    const waiver = await grantWaiver(db(), actor, await readJson(request, waiverBody), now);
    return NextResponse.json(waiverJson(waiver, now), { status: 201 });
  },
});
