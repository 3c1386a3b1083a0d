const day = 24 * 3600;

/** The first boundary of a plan's periods after an instant; months keep the anchor's day where it exists. */
export function after(anchor: number, { interval }: { interval: "month" | "year" }, instant: number): number {
  for (let count = 1; ; count++) {
    const boundary = addMonths(anchor, interval === "month" ? count : 12 * count);
    if (boundary > instant) return boundary;
  }
}

function addMonths(seconds: number, months: number): number {
  const from = new Date(seconds * 1000);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(from.getUTCDate(), daysInMonth));
  return midnight / 1000 + (seconds % day);
}
