import { requireViewer } from "#lib/auth/session.ts";
import { getReconciliation } from "#lib/console/webhooks/get-reconciliation.ts";
import { db } from "#platform/db/prisma.ts";
import { route } from "#platform/next/route.ts";

/** Asked again and again while somebody watches. */
export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: async () =>
    Response.json(await getReconciliation(db(), await requireViewer()), {
      headers: { "cache-control": "private, no-store" },
    }),
});
