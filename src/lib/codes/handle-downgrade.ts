import type { AuditAction } from "#lib/audit/categories.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { keepGivenTime } from "#lib/entitlements/keep-given-time.ts";
import { projectAccess } from "#lib/entitlements/projection.ts";
import { resolve } from "#lib/entitlements/resolve.ts";
import { lockAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import { enqueueForWorkspace } from "#lib/mails/enqueue-mails.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { decideFit } from "./decide-fit.ts";
import { nameCodes } from "./foresee-unpaid.ts";
import * as store from "./store.ts";

export type Fitted = { paused: string[]; resumed: string[] };

/**
 * Brings the codes of a workspace in line with what it may have now: pauses the newest beyond the
 * limit, and after a rise resumes those that a plan had paused. Nothing is deleted. Every change
 * of access calls it, a sweep repeats it; what is in line already is not touched.
 * @param limitBefore how many active codes were allowed before the change of access, where there
 *   was one; `null` for no limit
 */
export async function handleDowngrade(
  tx: Prisma,
  workspaceId: string,
  now: Date,
  limitBefore?: number | null,
): Promise<Fitted> {
  const facts = await lockAccessFacts(tx, workspaceId);
  const fitted = { ...facts, ...(await keepGivenTime(tx, workspaceId, facts, now)) };
  await projectAccess(tx, workspaceId, fitted, now);
  const { limits, tier, source } = resolve(fitted, now, env().GATEKEEPER_ENABLED);
  const limit = limits.activeCodes;
  const hasRisen =
    limitBefore !== undefined && limitBefore !== null && (limit === null || limit > limitBefore);
  const fit = decideFit(await store.listFittingCodes(tx, workspaceId), limit, hasRisen);

  await store.setPausedByPlan(tx, workspaceId, fit.pause, true);
  await store.setPausedByPlan(tx, workspaceId, fit.resume, false);
  const entry = { actor: "system", subject: `workspace:${workspaceId}`, workspaceId };
  const entries = (action: AuditAction, codes: string[]) =>
    codes.length > 0 ? [{ ...entry, action, after: { tier, source, limit, codes } }] : [];
  const paused = entries("codes.paused_by_plan", fit.pause);
  const resumed = entries("codes.resumed_by_plan", fit.resume);
  await recordAudit(tx, [...paused, ...resumed], now);
  if (fit.pause.length > 0 && limit !== null) await tellOfPaused(tx, workspaceId, fit.pause, limit, now);
  return { paused: fit.pause, resumed: fit.resume };
}

async function tellOfPaused(
  tx: Prisma,
  workspaceId: string,
  ids: string[],
  limit: number,
  now: Date,
): Promise<void> {
  const codes = await nameCodes(tx, workspaceId, ids);
  const about = `${workspaceId}:${now.getTime()}`;
  await enqueueForWorkspace(
    tx,
    workspaceId,
    [{ kind: "downgrade_done", about, values: { limit, codes } }],
    now,
  );
}
