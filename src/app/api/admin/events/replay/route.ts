import { requireViewer } from "#lib/auth/session.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { replaySetAside } from "#lib/console/replay.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: async () => Response.json(await replaySetAside(billingTools(), await requireViewer())),
});
