/** A code that counts, oldest first in a list of them. */
export type FittingCode = { id: string; isActive: boolean; isPausedByPlan: boolean };

export type Fit = { pause: string[]; resume: string[] };

/**
 * Which codes a limit of active ones pauses, the newest first to go, and which ones that a plan had
 * paused it gives back, the oldest first. Codes that their owner paused are left alone.
 * @param limit null for no limit
 * @param hasRisen whether the limit is higher than before: only then is there room to give back.
 *   Otherwise the owner chooses what runs within the limit, and the choice stands.
 */
export function decideFit(codes: readonly FittingCode[], limit: number | null, hasRisen: boolean): Fit {
  const active = codes.filter(({ isActive }) => isActive);
  const waiting = codes.filter(({ isPausedByPlan }) => isPausedByPlan);
  const ids = (list: readonly FittingCode[]) => list.map(({ id }) => id);
  if (limit === null) return { pause: [], resume: ids(waiting) };
  if (active.length > limit) return { pause: ids(active.slice(limit)), resume: [] };
  return { pause: [], resume: hasRisen ? ids(waiting.slice(0, limit - active.length)) : [] };
}
