import type { StatementSync } from "node:sqlite";
import { expect, test } from "vitest";
import { Store } from "./store.ts";

/** Remembers what it was asked in SQL. */
class Watched extends Store {
  readonly asked = new Set<string>();

  override prepare(sql: string): StatementSync {
    this.asked.add(sql);
    return super.prepare(sql);
  }
}

test("finds what it is asked for by an index, however much it holds", () => {
  const store = new Watched(null);
  for (const kind of ["event", "customer", "subscription"] as const) {
    [...store.list(kind)];
    [...store.list(kind, { customer: "cus_1" })];
    [...store.list(kind, { ref: "x" })];
    [...store.list(kind, { clock: null })];
    [...store.list(kind, { clock: "clock_1" })];
  }
  store.find("customer", "cus_1");
  store.nextDue(null, 1);
  store.nextDue("clock_1", 1);
  store.waitingDeliveries(20);
  const plans = [...store.asked].map((sql) => {
    const count = sql.split("?").length - 1;
    const rows = store.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...Array(count).fill(1));
    return { sql, plan: rows.map(({ detail }) => String(detail)).join("; ") };
  });
  expect(plans.length).toBeGreaterThan(7);
  expect(plans.filter(({ plan }) => /SCAN|TEMP B-TREE/.test(plan))).toEqual([]);
  store.close();
});

test("undoes the settings with the transaction", () => {
  const store = new Store(null);
  store.setSetting("a", 1);
  const fails = () =>
    store.transaction(() => {
      store.setSetting("a", 2);
      expect(store.setting("a", 0)).toBe(2);
      throw new Error("undo");
    });
  expect(fails).toThrow("undo");
  expect(store.setting("a", 0)).toBe(1);
  store.close();
});
