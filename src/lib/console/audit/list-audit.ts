import { requireAdmin } from "#lib/admin/guard.ts";
import { categoryOf } from "#lib/audit/categories.ts";
import { listActions } from "#lib/audit/remove-due-audit.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { type Page, toPage } from "#shared/keyset.ts";
import { findActors, findSubjects } from "./find-named.ts";
import { findNames, type Names } from "./find-names.ts";
import * as store from "./store.ts";
import { type AuditFilters, type AuditQuery, actorKinds } from "./validation.ts";

const rowsPerPage = 50;

export type AuditPage = Page<store.AuditRow> & {
  names: Names;
  /** Every action that the table holds, to choose from. */
  actions: string[];
};

/** What matches the filters, the newest first, with the names of whom it speaks of. @throws Refusal `forbidden` */
export async function listAudit(
  db: Prisma,
  viewer: Viewer,
  { after, ...filters }: AuditQuery,
): Promise<AuditPage> {
  requireAdmin(viewer);
  const actions = await listActions(db);
  const wish = await readFilters(db, filters, actions);
  const rows = await store.listAudit(db, wish, actions, after, rowsPerPage + 1);
  const page = toPage(rows, rowsPerPage, ({ at, id }) => ({ at, id: String(id) }));
  return { ...page, names: await findNames(db, page.rows), actions };
}

/** @param actions every action that the table holds */
export async function readFilters(
  db: Prisma,
  filters: AuditFilters,
  actions: readonly string[],
): Promise<store.AuditWish> {
  const { action, category, workspace, from, to } = filters;
  // Who has no id is a kind by themselves.
  const whole = actorKinds.find((kind) => kind === filters.actor) ?? null;
  const isNobody = whole !== null && filters.kind !== null && whole !== filters.kind;
  const kind = whole ?? filters.kind;
  const [actors, subjects] = await Promise.all([
    whole === null ? findActors(db, filters.actor) : isNobody ? [] : null,
    findSubjects(db, filters.subject),
  ]);
  const wanted = actions.filter(
    (one) => (action === null || one === action) && (category === null || categoryOf(one) === category),
  );
  const isAny = action === null && category === null;
  return { kind, actors, subjects, actions: isAny ? null : wanted, workspaceId: workspace, from, to };
}
