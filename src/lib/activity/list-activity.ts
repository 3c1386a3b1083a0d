import { z } from "zod";
import { diffFacts, type FactChange, reasonIn } from "#lib/audit/diff-facts.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { type Page, placeWith, toPage } from "#shared/keyset.ts";
import * as store from "./store.ts";

const rowsPerPage = 25;

/** For people: whatever does not fit in an address falls back. */
export const activityQuery = z.object({
  after: placeWith(z.string().regex(/^\d{1,18}$/))
    .nullable()
    .catch(null),
});
export type ActivityQuery = z.output<typeof activityQuery>;

/** The facts of an entry that say something to the people of a workspace. What is not here is not told. */
const toldFacts = [
  "tier",
  "effect",
  "feature",
  "limit",
  "value",
  "days",
  "grantedUntil",
  "trialEndsAt",
  "endsAt",
  "prefix",
  "scopes",
  "suspendedCodes",
] as const;
export type ToldFact = FactChange & { name: (typeof toldFacts)[number] };

export type Activity = {
  id: string;
  action: string;
  at: Date;
  /** Who has done it: those who run the platform without a name, a member by their address. */
  by: { kind: "support" } | { kind: "member"; email: string | null };
  reason: string | null;
  facts: ToldFact[];
};

/** Whether the viewer may see what was done to the workspace. */
export function canSeeActivity({ workspace: { role } }: Pick<Viewer, "workspace">): boolean {
  return role === "OWNER" || role === "ADMIN";
}

/**
 * What those who run the platform and the workspace's own members did to it, the newest first. Who
 * it was on the platform's side is not told.
 * @throws Refusal `forbidden` for whoever neither owns nor administers the workspace
 */
export async function listActivity(
  db: Prisma,
  viewer: Viewer,
  { after }: ActivityQuery,
): Promise<Page<Activity>> {
  if (!canSeeActivity(viewer)) throw new Refusal("forbidden");
  const found = await store.listActs(db, viewer.workspace.id, after, rowsPerPage + 1);
  const { rows, next } = toPage(found, rowsPerPage, ({ at, id }) => ({ at, id: String(id) }));
  return { rows: rows.map(toActivity), next };
}

function toActivity({ id, action, at, actor, email, before, after }: store.ActRow): Activity {
  const facts = diffFacts(before, after).filter(isTold);
  const isMember = actor.startsWith("profile:");
  return {
    ...{ id: String(id), action, at, reason: reasonIn(after), facts },
    by: isMember ? { kind: "member", email } : { kind: "support" },
  };
}

function isTold(fact: FactChange): fact is ToldFact {
  return (toldFacts as readonly string[]).includes(fact.name);
}
