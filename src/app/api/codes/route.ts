import { NextResponse } from "next/server";
import { requireCaller } from "#lib/api-keys/require-caller.ts";
import { codeJson } from "#lib/codes/code-json.ts";
import { listQueryParametersSchema } from "#lib/codes/list-query.ts";
import { createCode, listCodes } from "#lib/codes/service.ts";
import { createCodeBody } from "#lib/codes/validation.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { readJson, readQuery, route } from "#platform/next/route.ts";
import { routes } from "#shared/routes.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const viewer = await requireCaller(request, "codes:read");
    const query = readQuery(request, listQueryParametersSchema);
    const { codes, matches, page, pages } = await listCodes(db(), viewer, query, new Date());
    const { APP_URL } = env();
    return NextResponse.json({
      codes: codes.map((code) => codeJson(code, APP_URL)),
      page,
      pages,
      matches,
    });
  },
  async POST(request) {
    const viewer = await requireCaller(request, "codes:write");
    const input = await readJson(request, createCodeBody);
    const code = await createCode(db(), viewer, input, new Date());
    return NextResponse.json(codeJson(code, env().APP_URL), {
      status: 201,
      headers: { location: routes.api.code(code.id) },
    });
  },
});
