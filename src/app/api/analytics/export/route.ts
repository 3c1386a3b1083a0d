import { exportScans } from "#lib/analytics/export-scans.ts";
import { exportParametersSchema } from "#lib/analytics/query.ts";
import { requireCaller } from "#lib/api-keys/require-caller.ts";
import { retryKeyOf } from "#lib/api-keys/retry-key.ts";
import { db } from "#platform/db/prisma.ts";
import { readQuery, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const viewer = await requireCaller(request, "analytics:read");
    const query = readQuery(request, exportParametersSchema);
    const now = new Date();
    const retryKey = await retryKeyOf(request, viewer.profileId, now);
    const { fileName, body } = await exportScans(db(), viewer, query, now, retryKey);
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "private, no-store",
      },
    });
  },
});
