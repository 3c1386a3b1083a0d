import { db, sql } from "#platform/db/prisma.ts";

type Plan = {
  "Node Type": string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
};

type Scan = { kind: string; rows: number };

/** What a plan has read out of tables, rows that did not match among them. */
function scansOf(plan: Plan): Scan[] {
  const rows = (plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0)) * plan["Actual Loops"];
  const own = /Scan$/.test(plan["Node Type"]) ? [{ kind: plan["Node Type"], rows }] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(scansOf)];
}

/** Carries a statement out, and tells how it has read and how many rows. */
export async function explain(
  statement: ReturnType<typeof sql>,
): Promise<{ kinds: string[]; rowsRead: number }> {
  const [explained] = await db().$queryRaw<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(
    sql`EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`,
  );
  if (!explained) throw new Error("Postgres explained nothing");
  const scans = scansOf(explained["QUERY PLAN"][0].Plan);
  return { kinds: scans.map(({ kind }) => kind), rowsRead: scans.reduce((sum, { rows }) => sum + rows, 0) };
}
