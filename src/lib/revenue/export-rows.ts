import { allowAct } from "#lib/admin/acts.ts";
import { type AuditFacts, recordAudit } from "#lib/audit/record.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { streamPieces } from "#platform/http/stream-pieces.ts";
import { byteOrderMark, csvRow } from "#shared/csv.ts";
import { listRows, type RevenueRow } from "./rows-store.ts";
import type { RowList, RowsQuery } from "./validation.ts";

const rowsAtOnce = 1_000;

/** The names of the columns are for programs and the same in every language. */
const columns = ["id", "at", "workspace_id", "workspace", "currency", "plan_tier", "interval", "what"];
const sums: Record<RowList, [string, string]> = {
  paid: ["amount_minor", "tax_minor"],
  refunded: ["amount_minor", ""],
  mrr: ["mrr_minor", ""],
  moved: ["mrr_after_minor", "mrr_before_minor"],
  trials: ["", ""],
};

/**
 * Every row behind a figure as CSV, read while it is sent.
 * @throws Refusal `forbidden`, `second_factor`
 */
export async function exportRows(db: Prisma, viewer: Viewer, query: RowsQuery, now: Date) {
  const actor = allowAct(viewer, "revenue.exported", now);
  const { after: _, ...filter } = query;
  const told: AuditFacts = { ...filter };
  const subject = `revenue:${query.figure}`;
  await recordAudit(
    db,
    [{ actor, action: "revenue.exported", subject, workspaceId: null, after: told }],
    now,
  );
  return {
    fileName: `revenue-${query.figure}-${now.toISOString().slice(0, 10)}.csv`,
    body: await streamPieces(csvOf(db, { ...query, after: null })),
  };
}

async function* csvOf(db: Prisma, query: RowsQuery): AsyncGenerator<string, void> {
  const named = sums[query.figure].filter((name) => name !== "");
  yield byteOrderMark + csvRow([...columns, ...named]);
  let after: RowsQuery["after"] = null;
  for (;;) {
    const rows = await listRows(db, { ...query, after }, rowsAtOnce);
    yield rows.map((row) => csvRow(cellsOf(row, named.length))).join("");
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    after = { at: last.at, id: last.id };
  }
}

const shown = (minor: number | null) => (minor === null ? null : String(minor));

function cellsOf(row: RevenueRow, amounts: number): (string | null)[] {
  const { id, at, workspaceId, workspace, currency, tier, interval, tag } = row;
  const money = [shown(row.amountMinor), shown(row.otherMinor)].slice(0, amounts);
  return [id, at.toISOString(), workspaceId, workspace, currency, tier, interval, tag, ...money];
}
