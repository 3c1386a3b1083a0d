import { requireViewer } from "#lib/auth/session.ts";
import { exportAccount } from "#lib/console/users/acts/export-account.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async POST(_request, { id: unverifiedId }) {
    const viewer = await requireViewer();
    const { fileName, body } = await exportAccount(db(), viewer, unverifiedId, new Date());
    return new Response(body, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "private, no-store",
      },
    });
  },
});
