import { requireAdmin } from "#lib/admin/guard.ts";
import { requireViewer } from "#lib/auth/session.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { replayOne } from "#lib/console/replay.ts";
import { parseEventId } from "#lib/console/validation.ts";
import { route } from "#platform/next/route.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route<{ id: string }>({
  async POST(_request, params) {
    const viewer = await requireViewer();
    // Before the address is looked at: it tells nobody else what could be here.
    requireAdmin(viewer);
    return Response.json(await replayOne(billingTools(), viewer, parseEventId(params.id)));
  },
});
