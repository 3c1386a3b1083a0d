import { z } from "zod";
import type { Prisma } from "#platform/db/prisma.ts";
import { secondMs } from "#shared/time.ts";
import { findCursor, saveCursor } from "../store.ts";

const cursorName = "reconciliation.progress";
/** Whoever watches looks once a second. */
const tellEveryMs = secondMs / 2;

const progress = z.object({
  beganAt: z.iso.datetime(),
  /** When this was written down. */
  toldAt: z.iso.datetime(),
  step: z.enum(["events", "customers", "done", "broken"]),
  missedEvents: z.int(),
  /** Customers that were read, and how many there are to read; null before they were counted. */
  customers: z.int(),
  customersKnown: z.int().nullable(),
  drifted: z.int(),
  failed: z.int(),
  /** Null before the end. */
  isComplete: z.boolean().nullable(),
});
export type ReconcileProgress = z.infer<typeof progress>;

/** How far a reconciliation has come, told as often as it likes. */
export type TellProgress = (facts: Partial<ReconcileProgress>) => Promise<void>;

export const tellNobody: TellProgress = async () => {};

/**
 * Writes down how far it has come, for whoever watches from any process: every step, and what comes
 * between two of them twice a second at most.
 */
export function progressTeller(db: Prisma, now: () => Date): TellProgress {
  const beganAt = now().toISOString();
  const counts = { missedEvents: 0, customers: 0, drifted: 0, failed: 0 };
  let told: ReconcileProgress = {
    ...{ beganAt, toldAt: beganAt, step: "events", ...counts },
    ...{ customersKnown: null, isComplete: null },
  };
  let lastTold = Number.NEGATIVE_INFINITY;
  return async (facts) => {
    told = { ...told, ...facts, toldAt: now().toISOString() };
    if (facts.step === undefined && performance.now() - lastTold < tellEveryMs) return;
    lastTold = performance.now();
    await saveCursor(db, cursorName, JSON.stringify(told));
  };
}

/** How far the reconciliation that runs has come, or what the last one found; null before the first. */
export async function findProgress(db: Prisma): Promise<ReconcileProgress | null> {
  const written = await findCursor(db, cursorName);
  return written === null ? null : progress.parse(JSON.parse(written));
}
