import { fitGivenTime } from "#lib/entitlements/given-time.ts";
import { resolve } from "#lib/entitlements/resolve.ts";
import { findAccessFacts } from "#lib/entitlements/store.ts";
import { env } from "#lib/env/server.ts";
import { type CodeNames, codeNames, mostNames, noCodes } from "#lib/mails/code-names.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { decideFit } from "./decide-fit.ts";
import * as store from "./store.ts";

/** What it would mean for a workspace if nothing were paid any more. */
export type Foreseen = {
  /** Those that would be paused. */
  codes: CodeNames;
  /** Until when the rest of its trial would go on, where there is one. */
  trialEndsAt: Date | null;
};

/** The same rules that `handleDowngrade` follows, asked about an instant to come; nothing is written. */
export async function foreseeUnpaid(db: Prisma, workspaceId: string, at: Date): Promise<Foreseen> {
  const facts = await findAccessFacts(db, workspaceId);
  const given = fitGivenTime(facts, facts.subscriptions, [], at);
  const { limits } = resolve({ ...facts, ...given, subscriptions: [] }, at, env().GATEKEEPER_ENABLED);
  const { pause } = decideFit(await store.listFittingCodes(db, workspaceId), limits.activeCodes, false);
  const { trialEndsAt } = given;
  return {
    codes: await nameCodes(db, workspaceId, pause),
    trialEndsAt: trialEndsAt !== null && trialEndsAt > at ? trialEndsAt : null,
  };
}

/** Some codes as a mail shows them. */
export async function nameCodes(db: Prisma, workspaceId: string, ids: readonly string[]): Promise<CodeNames> {
  if (ids.length === 0) return noCodes;
  return codeNames(
    await store.listCodeNames(db, workspaceId, ids.slice(0, mostNames), mostNames),
    ids.length,
  );
}
