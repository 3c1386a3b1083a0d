const micros = 1_000_000n;

/** What one unit of `currency` was in `into`, in millionths, on a day that is always told with it. */
export type Rate = { currency: string; into: string; rateMicros: bigint; day: string; source: string };

type Sum = { currency: string; minor: number };

export type Converted = {
  into: string;
  minor: number;
  /** Those that were used. */
  rates: Rate[];
};

/**
 * Sums of several currencies as one, each at its rate and rounded to the minor unit, a half away from
 * zero. All currencies here have two decimals. @returns null where a rate is missing: nothing is added
 */
export function convert(sums: readonly Sum[], into: string, rates: readonly Rate[]): Converted | null {
  let minor = 0;
  const used: Rate[] = [];
  for (const sum of sums) {
    if (sum.currency === into) {
      minor += sum.minor;
      continue;
    }
    const rate = rates.find((one) => one.currency === sum.currency && one.into === into);
    if (!rate) return null;
    minor += inMinor(sum.minor, rate.rateMicros);
    used.push(rate);
  }
  return { into, minor, rates: used };
}

function inMinor(minor: number, rateMicros: bigint): number {
  const exact = BigInt(Math.abs(minor)) * rateMicros;
  return Math.sign(minor) * Number((exact + micros / 2n) / micros);
}
