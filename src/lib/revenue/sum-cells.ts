import type { Cell } from "./figures-store.ts";

/** By what money can be told apart. */
export const dimensions = ["tier", "interval", "tag"] as const;
export type Dimension = (typeof dimensions)[number];

export type Money = {
  currency: string;
  payments: number;
  paidMinor: number;
  refunds: number;
  refundedMinor: number;
  netMinor: number;
};

/**
 * What was paid and given back, apart by currency: sums of two currencies are never one.
 * @param keyOf by what else the cells are told apart
 */
export function sumMoney<Key extends string>(
  cells: readonly Cell[],
  keyOf: (cell: Cell) => Key,
): (Money & { key: Key })[] {
  const sums = new Map<string, Money & { key: Key }>();
  for (const cell of cells) {
    if (cell.figure !== "paid" && cell.figure !== "refunded") continue;
    const key = keyOf(cell);
    const name = `${key} ${cell.currency}`;
    const sum = sums.get(name) ?? { key, ...nothingIn(cell.currency) };
    sums.set(name, add(sum, cell));
  }
  return [...sums.values()].toSorted(
    (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) || (a.currency < b.currency ? -1 : 1),
  );
}

export function nothingIn(currency: string): Money {
  return { currency, payments: 0, paidMinor: 0, refunds: 0, refundedMinor: 0, netMinor: 0 };
}

function add<Sum extends Money>(sum: Sum, { figure, count, minor }: Cell): Sum {
  return figure === "paid"
    ? {
        ...sum,
        payments: sum.payments + count,
        paidMinor: sum.paidMinor + minor,
        netMinor: sum.netMinor + minor,
      }
    : {
        ...sum,
        refunds: sum.refunds + count,
        refundedMinor: sum.refundedMinor + minor,
        netMinor: sum.netMinor - minor,
      };
}

export type Mrr = { tier: string; currency: string; subscriptions: number; minor: number; unknown: number };

/** What is paid a month, by plan and currency; `unknown` are subscriptions of which it cannot be said. */
export function sumMrr(cells: readonly Cell[], isByTier: boolean): Mrr[] {
  const sums = new Map<string, Mrr>();
  for (const { figure, tier: ofTier, currency, tag, count, minor } of cells) {
    if (figure !== "mrr") continue;
    const tier = isByTier ? ofTier : "";
    const name = `${tier} ${currency}`;
    const sum = sums.get(name) ?? { tier, currency, subscriptions: 0, minor: 0, unknown: 0 };
    sums.set(name, {
      ...sum,
      subscriptions: sum.subscriptions + count,
      minor: sum.minor + minor,
      unknown: sum.unknown + (tag === "unknown" ? count : 0),
    });
  }
  return [...sums.values()];
}

export type Cohort = { month: string; trials: number; converted: number };

/** Of the trials that began in each month, how many have been followed by a payment until now. */
export function sumCohorts(cells: readonly Cell[], months: readonly string[]): Cohort[] {
  const countOf = (figure: Cell["figure"], month: string) =>
    cells.reduce((sum, cell) => sum + (cell.figure === figure && cell.time === month ? cell.count : 0), 0);
  return months.map((month) => ({
    month,
    trials: countOf("trial", month),
    converted: countOf("trial_converted", month),
  }));
}
