/** What the redirect path knows of a code. Times are milliseconds since the epoch. */
export type CodeTarget = {
  id: string;
  /** Null when the stored destination is not one that we send anybody to. */
  destination: string | null;
  pauseReason: "owner" | "plan" | "abuse" | null;
  pauseNote: string | null;
  expiresAtMs: number | null;
  isDeleted: boolean;
};

export type Visit =
  | { kind: "redirect"; destination: string }
  | { kind: "paused"; note: string | null }
  | { kind: "plan-paused"; destination: string }
  | { kind: "suspended" }
  | { kind: "expired" }
  | { kind: "gone" }
  | { kind: "unknown" };

/**
 * What a visitor of the code gets at `nowMs`. The stronger fact wins: deleted before suspended,
 * suspended before expired, expired before paused, so that the page of a plan-paused code never
 * links to a destination which would not be shown otherwise.
 */
export function decideVisit(target: CodeTarget | null, nowMs: number): Visit {
  if (target === null) return { kind: "unknown" };
  if (target.isDeleted) return { kind: "gone" };
  if (target.pauseReason === "abuse" || target.destination === null) return { kind: "suspended" };
  if (target.expiresAtMs !== null && target.expiresAtMs <= nowMs) return { kind: "expired" };
  if (target.pauseReason === "owner") return { kind: "paused", note: target.pauseNote };
  if (target.pauseReason === "plan") return { kind: "plan-paused", destination: target.destination };
  return { kind: "redirect", destination: target.destination };
}

export const visitStatus: Record<Visit["kind"], number> = {
  redirect: 302,
  paused: 200,
  "plan-paused": 200,
  suspended: 403,
  expired: 410,
  gone: 410,
  unknown: 404,
};

/** A visit that leads on to the destination, at once or by the link, is a scan. */
export function isScan(visit: Visit): boolean {
  return visit.kind === "redirect" || visit.kind === "plan-paused";
}
