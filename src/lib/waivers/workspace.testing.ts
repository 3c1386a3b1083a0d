import { randomUUID } from "node:crypto";
import { startPaying } from "#lib/entitlements/paid-plan.testing.ts";
import { db } from "#platform/db/prisma.ts";

type Wanted = { codes?: number; pausedByPlan?: number; isPaying?: boolean };

/** A workspace on Free, or with Pro paid for, that holds so many active codes and such that a plan has paused. */
export async function makeWorkspace({ codes = 0, pausedByPlan = 0, isPaying }: Wanted = {}): Promise<string> {
  const { id: workspaceId } = await db().workspace.create({ data: { name: "Test" } });
  await db().qrCode.createMany({
    data: Array.from({ length: codes + pausedByPlan }, (_, index) => ({
      workspaceId,
      slug: randomUUID(),
      name: `${index}`,
      destination: "https://example.com/",
      isActive: index < codes,
      pauseReason: index < codes ? null : ("plan" as const),
    })),
  });
  if (isPaying) await startPaying(workspaceId, { startedAt: new Date("2026-01-01T00:00:00Z") });
  return workspaceId;
}

export function pausedCodes(workspaceId: string): Promise<number> {
  return db().qrCode.count({ where: { workspaceId, isActive: false } });
}
