import { allowAct } from "#lib/admin/acts.ts";
import { categoryOf } from "#lib/audit/categories.ts";
import { reasonIn } from "#lib/audit/diff-facts.ts";
import { type AuditFacts, recordAudit } from "#lib/audit/record.ts";
import { listActions } from "#lib/audit/remove-due-audit.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { streamPieces } from "#platform/http/stream-pieces.ts";
import { byteOrderMark, csvRow } from "#shared/csv.ts";
import type { Place } from "#shared/keyset.ts";
import { findNames, type Names } from "./find-names.ts";
import { readFilters } from "./list-audit.ts";
import * as store from "./store.ts";
import { type AuditFilters, showAuditFilters } from "./validation.ts";

const rowsPerPiece = 1_000;

/** The names of the columns are for programs and the same in every language. */
const columns = [
  ...["at", "actor", "actor_name", "category", "action", "subject", "workspace_id", "workspace_name"],
  ...["address", "reason", "before", "after"],
];

/**
 * What matches the filters as CSV, the newest first, as of now. Who has taken it is in the audit.
 * @throws Refusal `forbidden`, `second_factor`
 */
export async function exportAudit(
  db: Prisma,
  viewer: Viewer,
  filters: AuditFilters,
  now: Date,
): Promise<ReadableStream<Uint8Array>> {
  const actor = allowAct(viewer, "audit.exported", now);
  const actions = await listActions(db);
  const wish = await readFilters(db, filters, actions);
  const after = { ...showAuditFilters(filters), ...withoutAddresses(filters, wish) };
  const entry = { actor, action: "audit.exported", subject: "audit:all", workspaceId: null, after } as const;
  await recordAudit(db, [entry], now);
  return streamPieces(csvPieces(db, wish, actions, now));
}

/** Whose an address of mail is: the address itself could not be erased from the audit. */
function withoutAddresses(
  { actor, subject }: AuditFilters,
  { actors, subjects }: store.AuditWish,
): AuditFacts {
  return {
    ...(actor.includes("@") && { actor: actors ?? [] }),
    ...(subject.includes("@") && { subject: subjects ?? [] }),
  };
}

/** Between two pieces no connection is held, however slowly they are taken. */
async function* csvPieces(
  db: Prisma,
  wish: store.AuditWish,
  actions: string[],
  now: Date,
): AsyncGenerator<string, void> {
  yield byteOrderMark + csvRow(columns);
  // What is written meanwhile is not in it, and neither is the line that says who took it.
  let last: Place | null = { at: now, id: "0" };
  for (;;) {
    const rows: store.AuditRow[] = await store.listAudit(db, wish, actions, last, rowsPerPiece);
    if (rows.length > 0) {
      const names = await findNames(db, rows);
      yield rows.map((row) => csvRow(cells(row, names))).join("");
    }
    const end = rows.at(-1);
    if (rows.length < rowsPerPiece || end === undefined) return;
    last = { at: end.at, id: String(end.id) };
  }
}

function cells(row: store.AuditRow, names: Names): (string | null)[] {
  const [, id = ""] = row.actor.split(":");
  const facts = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return [
    row.at.toISOString(),
    row.actor,
    names.people[id] ?? names.keys[id] ?? null,
    categoryOf(row.action),
    row.action,
    row.subject,
    row.workspaceId,
    row.workspaceId === null ? null : (names.workspaces[row.workspaceId]?.name ?? null),
    row.address,
    reasonIn(row.after),
    facts(row.before),
    facts(row.after),
  ];
}
