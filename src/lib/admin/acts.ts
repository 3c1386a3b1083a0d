import type { AuditAction } from "#lib/audit/categories.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { adminActor, requireAdmin, requireFreshAdmin } from "./guard.ts";

type Needs = {
  /** It takes something away: whoever does it says why. */
  reason?: true;
  /** It gives access or hands data out: the second factor has to be fresh. */
  fresh?: true;
};

/** All that an admin may do, by the name under which the audit has it. What is not here cannot be done. */
export const acts = {
  "account.deleted_by_admin": { reason: true, fresh: true },
  "account.exported": { fresh: true },
  "account.paused": { reason: true },
  "account.resumed": {},
  "api_key.created": { fresh: true },
  "api_key.revoked": { reason: true },
  "audit.exported": { fresh: true },
  "billing.reconciled": {},
  "discount.created": { fresh: true },
  "discount.deactivated": { reason: true },
  "job.retried": {},
  "override.added": { fresh: true },
  "override.ended": { reason: true },
  "profile.role_changed": { reason: true, fresh: true },
  "promo.granted": { fresh: true },
  "promo_batch.created": { fresh: true },
  "promo_batch.exported": { fresh: true },
  "promo_code.activated": { fresh: true },
  "promo_code.created": { fresh: true },
  "promo_code.deactivated": { reason: true },
  "promo_code.edited": { fresh: true },
  "revenue.compared": {},
  "revenue.exported": { fresh: true },
  "revenue.rate_set": {},
  "second_factor.removed": { reason: true, fresh: true },
  "subscription.resynced": {},
  "trial.ended_by_admin": { reason: true },
  "waiver.granted": { fresh: true },
  "waiver.revoked": { reason: true },
  "webhook.replayed": {},
} as const satisfies Partial<Record<AuditAction, Needs>>;

export type Act = keyof typeof acts;

/**
 * Whether the viewer may do this now. The act itself is recorded by whoever does it, in its own
 * transaction.
 * @param reason why, where the act asks for it
 * @returns how the audit names them
 * @throws Refusal `forbidden`, `second_factor` where it was not shown or is too long ago,
 *   `validation` without a reason
 */
export function allowAct(viewer: Viewer, act: Act, now: Date, reason?: string): string {
  const needs: Needs = acts[act];
  if (needs.fresh) requireFreshAdmin(viewer, now);
  else requireAdmin(viewer);
  if (needs.reason && !reason?.trim()) {
    throw new Refusal("validation", { fields: { reason: ["required"] } });
  }
  return adminActor(viewer);
}
