import { NextResponse } from "next/server";
import { requireCaller } from "#lib/api-keys/require-caller.ts";
import { codeJson } from "#lib/codes/code-json.ts";
import { deleteCode, getCode, updateCode } from "#lib/codes/service.ts";
import { parseCodeId, updateCodeBody } from "#lib/codes/validation.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async GET(request, params) {
    const viewer = await requireCaller(request, "codes:read");
    const code = await getCode(db(), viewer, parseCodeId(params.id));
    return NextResponse.json(codeJson(code, env().APP_URL));
  },
  async PATCH(request, params) {
    const viewer = await requireCaller(request, "codes:write");
    const id = parseCodeId(params.id);
    const change = await readJson(request, updateCodeBody);
    const code = await updateCode(db(), viewer, id, change, new Date());
    return NextResponse.json(codeJson(code, env().APP_URL));
  },
  async DELETE(request, params) {
    const viewer = await requireCaller(request, "codes:write");
    await deleteCode(db(), viewer, parseCodeId(params.id), new Date());
    return new NextResponse(null, { status: 204 });
  },
});
