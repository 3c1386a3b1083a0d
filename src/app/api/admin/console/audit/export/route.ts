import { requireAdmin } from "#lib/admin/guard.ts";
import { requireViewer } from "#lib/auth/session.ts";
import { exportAudit } from "#lib/console/audit/export-audit.ts";
import { auditQuery } from "#lib/console/audit/validation.ts";
import { showDay } from "#lib/console/day-filter.ts";
import { db } from "#platform/db/prisma.ts";
import { readQuery, route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  async GET(request) {
    const viewer = await requireViewer();
    requireAdmin(viewer);
    const { after: _, ...filters } = readQuery(request, auditQuery);
    const now = new Date();
    return new Response(await exportAudit(db(), viewer, filters, now), {
      headers: {
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="audit-${showDay(now)}.csv"`,
        "cache-control": "private, no-store",
      },
    });
  },
});
