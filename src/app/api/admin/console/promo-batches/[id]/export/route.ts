import { requireViewer } from "#lib/auth/session.ts";
import { exportPromoBatch } from "#lib/promo/service.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async POST(_request, { id }) {
    const viewer = await requireViewer();
    const csv = await exportPromoBatch(db(), viewer, id, new Date());
    return new Response(csv, {
      headers: {
        "content-type": "text/csv; charset=utf-8; header=present",
        "content-disposition": `attachment; filename="promo-codes-${id}.csv"`,
        "cache-control": "private, no-store",
      },
    });
  },
});
