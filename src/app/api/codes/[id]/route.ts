import { NextResponse } from "next/server";
import { requireViewer } from "#lib/auth/session.ts";
import { codeJson } from "#lib/codes/code-json.ts";
import { deleteCode, getCode, updateCode } from "#lib/codes/service.ts";
import { parseCodeId, updateCodeBody } from "#lib/codes/validation.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async GET(_request, params) {
    const viewer = await requireViewer();
    const code = await getCode(db(), viewer, parseCodeId(params.id));
    return NextResponse.json(codeJson(code, env().APP_URL));
  },
  async PATCH(request, params) {
    const viewer = await requireViewer();
    const id = parseCodeId(params.id);
    const change = await readJson(request, updateCodeBody);
    const code = await updateCode(db(), viewer, id, change, new Date());
    return NextResponse.json(codeJson(code, env().APP_URL));
  },
  async DELETE(_request, params) {
    const viewer = await requireViewer();
    await deleteCode(db(), viewer, parseCodeId(params.id), new Date());
    return new NextResponse(null, { status: 204 });
  },
});
