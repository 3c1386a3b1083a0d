import { randomUUID } from "node:crypto";
import { ensureViewer } from "#lib/workspaces/ensure-viewer.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { db } from "#platform/db/prisma.ts";

export const secret = "secret";

/** Somebody who has signed up at `at`, with a workspace of their own and a trial. */
export function makePerson(at: Date): Promise<Viewer> {
  const id = randomUUID();
  return ensureViewer(db(), { id, email: `${id}@example.test` }, at, secret);
}

/** Somebody who runs the platform and has just shown their second factor. */
export async function makeAdmin(at: Date): Promise<Viewer> {
  const person = await makePerson(at);
  await db().profile.update({ where: { id: person.profileId }, data: { role: "ADMIN" } });
  return { ...person, platformRole: "ADMIN", secondFactorAt: at };
}

/** Codes of a workspace, the first one the oldest: `a` active, `p` paused by a plan, `o` by the owner, `x` for abuse. */
export async function makeCodes(workspaceId: string, states: string): Promise<void> {
  const reasons: Record<string, "plan" | "owner" | "abuse"> = { p: "plan", o: "owner", x: "abuse" };
  await db().qrCode.createMany({
    data: [...states].map((state, index) => ({
      ...{ workspaceId, slug: randomUUID(), name: `${index}`, destination: "https://example.com/" },
      isActive: state === "a",
      pauseReason: reasons[state] ?? null,
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, index)),
    })),
  });
}

/** The states of a workspace's codes, in the same letters. */
export async function codeStates(workspaceId: string): Promise<string> {
  const rows = await db().qrCode.findMany({ where: { workspaceId }, orderBy: { createdAt: "asc" } });
  const letters = { plan: "p", owner: "o", abuse: "x" } as const;
  return rows
    .map(({ isActive, pauseReason }) => (isActive ? "a" : pauseReason && letters[pauseReason]))
    .join("");
}

/** What the audit has of an action about a subject. */
export function auditOf(action: string, subject: string) {
  return db().auditEvent.findMany({ where: { action, subject }, orderBy: { id: "asc" } });
}
