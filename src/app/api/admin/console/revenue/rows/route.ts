import { requireAdmin } from "#lib/admin/guard.ts";
import { requireViewer } from "#lib/auth/session.ts";
import { exportRows } from "#lib/revenue/export-rows.ts";
import { rowsQuery } from "#lib/revenue/validation.ts";
import { db } from "#platform/db/prisma.ts";
import { readQuery, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const viewer = await requireViewer();
    requireAdmin(viewer);
    const { fileName, body } = await exportRows(db(), viewer, readQuery(request, rowsQuery), new Date());
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "private, no-store",
      },
    });
  },
});
