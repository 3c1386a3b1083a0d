import { requireViewer } from "#lib/auth/session.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { reconcileByAdmin } from "#lib/console/reconcile.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: async () => Response.json(await reconcileByAdmin(billingTools(), await requireViewer())),
});
