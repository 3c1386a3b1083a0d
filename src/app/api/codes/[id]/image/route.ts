import { requireCaller } from "#lib/api-keys/require-caller.ts";
import { contentDisposition } from "#lib/codes/image/file-name.ts";
import { imageOptions } from "#lib/codes/image/options.ts";
import { renderCode } from "#lib/codes/image/render-code.ts";
import { getCode } from "#lib/codes/service.ts";
import { shortLink } from "#lib/codes/short-link.ts";
import { parseCodeId } from "#lib/codes/validation.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { readQuery, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async GET(request, params) {
    const viewer = await requireCaller(request, "codes:read");
    const code = await getCode(db(), viewer, parseCodeId(params.id));
    const options = readQuery(request, imageOptions);
    const image = await renderCode(shortLink(env().APP_URL, code.slug), options, new Date());
    return new Response(image.body, {
      headers: {
        "content-type": image.contentType,
        "content-disposition": contentDisposition(code.name, image.extension),
        "cache-control": "private, no-store",
      },
    });
  },
});
