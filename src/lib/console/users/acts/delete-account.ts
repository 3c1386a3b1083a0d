import { type ErasureTools, eraseAccount } from "#lib/account/erase-account.ts";
import { beginDeletion } from "#lib/account/request-deletion.ts";
import { allowAct } from "#lib/admin/acts.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { log } from "#platform/log/log.ts";
import { Refusal } from "#shared/errors.ts";
import type { DeleteAccount } from "./forms.ts";

/** `waiting`: it is due, and the next sweep erases what could not be erased now. */
export type Deleted = "begun" | "erased" | "waiting";

/**
 * Has an account deleted as its owner could: what is paid ends, codes are gone, and 14 days are left
 * to take it back. Or at once, where nothing is to be taken back.
 * @throws Refusal what `allowAct` refuses, `not_found`, `conflict` for one's own account, for the
 *   last admin and for the only owner of a workspace with others in it, `unavailable`
 */
export async function deleteAccount(
  tools: ErasureTools,
  viewer: Viewer,
  { profileId, reason, immediately: isImmediate }: DeleteAccount,
): Promise<Deleted> {
  const actor = allowAct(viewer, "account.deleted_by_admin", tools.now(), reason);
  if (profileId === viewer.profileId) throw new Refusal("conflict", { values: { reason: "own_account" } });
  await beginDeletion(tools, { profileId, actor, action: "account.deleted_by_admin", reason, isImmediate });
  if (!isImmediate) return "begun";
  try {
    await eraseAccount(tools, profileId);
    return "erased";
  } catch (err) {
    log().error({ err, profileId }, "an account could not be erased at once; the sweep will do it");
    return "waiting";
  }
}
