import { randomUUID } from "node:crypto";
import { type Act, allowAct } from "#lib/admin/acts.ts";
import { type AuditFacts, recordAudit } from "#lib/audit/record.ts";
import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { secondMs } from "#shared/time.ts";
import * as store from "./code-store.ts";
import { generateCode } from "./code-text.ts";
import { promoCsv } from "./promo-csv.ts";
import {
  type CreateBatch,
  type CreatePromoCode,
  type EditPromoCode,
  isGuessable,
  parsePromoId,
} from "./validation.ts";

// Making and managing promo codes: for those who run the platform. Every call checks it itself.

/** A thousand rows take their time on a slow machine. */
const batchOptions = { timeout: 30 * secondMs };

function requireFuture({ endsAt }: Pick<store.Terms, "endsAt">, now: Date): void {
  if (endsAt !== null && endsAt <= now) {
    throw new Refusal("validation", { fields: { endsAt: ["expiry_past"] } });
  }
}

/**
 * Makes one code, generated unless it was typed.
 * @throws Refusal `forbidden`, `validation` for an end that is past and for a code that is taken
 */
export async function createPromoCode(
  db: PrismaRoot,
  viewer: Viewer,
  input: CreatePromoCode,
  now: Date,
): Promise<store.PromoCode> {
  const createdBy = allowAct(viewer, "promo_code.created", now);
  requireFuture(input, now);
  const { code: typed, ...terms } = input;
  const common = { ...terms, batchId: null, createdBy, createdAt: now };
  return db.$transaction(async (tx) => {
    const [made] =
      typed === null
        ? await insertGenerated(tx, 1, common)
        : await store.insertCodes(tx, [{ ...common, code: typed }]);
    if (!made) throw new Refusal("validation", { fields: { code: ["promo_taken"] } });
    await record(tx, createdBy, "promo_code.created", `promo_code:${made.id}`, now, { after: facts(made) });
    return made;
  });
}

/** Makes up to 1,000 generated codes, all of them or none. @throws Refusal `forbidden`, `validation` */
export async function createPromoBatch(
  db: PrismaRoot,
  viewer: Viewer,
  { count, ...terms }: CreateBatch,
  now: Date,
): Promise<{ batchId: string; codes: store.PromoCode[] }> {
  const createdBy = allowAct(viewer, "promo_batch.created", now);
  requireFuture(terms, now);
  const batchId = randomUUID();
  return db.$transaction(async (tx) => {
    const codes = await insertGenerated(tx, count, { ...terms, batchId, createdBy, createdAt: now });
    const { description, days, maxUses, endsAt } = terms;
    const after = { count, description, days, maxUses, endsAt: endsAt?.toISOString() ?? null };
    await record(tx, createdBy, "promo_batch.created", `promo_batch:${batchId}`, now, { after });
    return { batchId, codes };
  }, batchOptions);
}

/** Until there are as many as wanted: one that is taken is thrown away. */
async function insertGenerated(
  tx: Prisma,
  count: number,
  common: Omit<store.NewPromoCode, "code">,
): Promise<store.PromoCode[]> {
  const made: store.PromoCode[] = [];
  while (made.length < count) {
    const missing = Array.from({ length: count - made.length }, () => ({ ...common, code: generateCode() }));
    made.push(...(await store.insertCodes(tx, missing)));
  }
  return made;
}

/** Lets a code be redeemed again. @throws Refusal `forbidden`, `not_found` */
export function activatePromoCode(
  db: PrismaRoot,
  viewer: Viewer,
  id: string,
  now: Date,
): Promise<store.PromoCode> {
  const actor = allowAct(viewer, "promo_code.activated", now);
  return change(db, { actor, action: "promo_code.activated" }, id, now, () => ({ isActive: true }));
}

/** Lets nobody redeem a code any more. What was redeemed stays. @throws Refusal `forbidden`, `not_found`, `validation` */
export function deactivatePromoCode(
  db: PrismaRoot,
  viewer: Viewer,
  id: string,
  reason: string,
  now: Date,
): Promise<store.PromoCode> {
  const actor = allowAct(viewer, "promo_code.deactivated", now, reason);
  const act = { actor, action: "promo_code.deactivated", reason } as const;
  return change(db, act, id, now, () => ({ isActive: false }));
}

/**
 * Changes the terms of a code that nobody has redeemed: of one that somebody has, others were told.
 * @throws Refusal `forbidden`, `not_found`, `validation`, `conflict` for one that was used
 */
export function editPromoCode(
  db: PrismaRoot,
  viewer: Viewer,
  id: string,
  terms: EditPromoCode,
  now: Date,
): Promise<store.PromoCode> {
  const actor = allowAct(viewer, "promo_code.edited", now);
  return change(db, { actor, action: "promo_code.edited" }, id, now, ({ uses, code }) => {
    requireFuture(terms, now);
    if (uses > 0) throw new Refusal("conflict", { values: { reason: "promo_used" } });
    if (isGuessable(code, terms.maxUses)) {
      throw new Refusal("validation", { fields: { maxUses: ["promo_guessable"] } });
    }
    return terms;
  });
}

/** One row under its lock, so that no redemption comes between the look and the change. */
async function change(
  db: PrismaRoot,
  { actor, action, reason }: { actor: string; action: Act; reason?: string },
  id: string,
  now: Date,
  decide: (before: store.PromoCode) => Parameters<typeof store.updateCode>[2],
): Promise<store.PromoCode> {
  return db.$transaction(async (tx) => {
    const before = await store.lockPromoCode(tx, id);
    if (before === null) throw new Refusal("not_found");
    const after = await store.updateCode(tx, id, decide(before));
    const told = reason === undefined ? facts(after) : { ...facts(after), reason };
    const entry = { before: facts(before), after: told };
    await record(tx, actor, action, `promo_code:${id}`, now, entry);
    return after;
  });
}

/**
 * The codes of a batch as they stand, for a file. Who has it can redeem them, so that is in the audit.
 * @throws Refusal `forbidden`, `not_found`
 */
export async function exportPromoBatch(
  db: PrismaRoot,
  viewer: Viewer,
  unverifiedBatchId: string,
  now: Date,
): Promise<string> {
  const actor = allowAct(viewer, "promo_batch.exported", now);
  const batchId = parsePromoId(unverifiedBatchId);
  return db.$transaction(async (tx) => {
    const codes = await store.listBatch(tx, batchId);
    if (codes.length === 0) throw new Refusal("not_found");
    const after = { count: codes.length };
    await record(tx, actor, "promo_batch.exported", `promo_batch:${batchId}`, now, { after });
    return promoCsv(codes, env().APP_URL);
  });
}

/** Codes are not in the audit: who reads it could redeem them. */
function facts({ description, days, maxUses, uses, endsAt, isActive }: store.PromoCode): AuditFacts {
  return { description, days, maxUses, uses, endsAt: endsAt?.toISOString() ?? null, isActive };
}

async function record(
  tx: Prisma,
  actor: string,
  action: Act,
  subject: string,
  now: Date,
  what: { before?: AuditFacts; after: AuditFacts },
): Promise<void> {
  await recordAudit(tx, [{ actor, action, subject, workspaceId: null, ...what }], now);
}
