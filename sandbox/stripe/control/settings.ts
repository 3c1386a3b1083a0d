/** How the stand-in behaves; the control plane changes it. */
export type Settings = {
  /** Seconds between the attempts to collect a failing renewal, after the first. */
  dunningDelays: number[];
  dunningEnd: "cancel" | "unpaid" | "past_due" | "pause";
  latencyMs: number;
  /** Share of calls to `/v1` that fail with a 500 before anything is done. */
  failureRate: number;
  faults: Fault[];
  /** How long a second writer of an object waits for the first before it is told `lock_timeout`. */
  lockWaitMs: number;
  /** More calls of `/v1` than that within a second are told `rate_limit`; `null`: as many as come. */
  requestsPerSecond: number | null;
  deliveries: {
    isPaused: boolean;
    dropRate: number;
    duplicateRate: number;
    delayMs: number;
    isShuffled: boolean;
    signing: "current" | "old_secret" | "unknown_secret" | "old_timestamp" | "future_timestamp";
  };
};

export type Fault = {
  kind:
    | "500"
    | "500_stored"
    | "429"
    | "409"
    | "timeout"
    | "timeout_after_commit"
    | "reset"
    | "reset_after_commit";
  count: number;
  /** Only calls whose "METHOD /path" this expression matches. */
  match: string | null;
};

const day = 24 * 3600;

export function readDefaults(): Settings {
  return {
    // Eight tries in two weeks.
    dunningDelays: [2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day, 2 * day],
    dunningEnd: "cancel",
    latencyMs: 0,
    failureRate: 0,
    faults: [],
    lockWaitMs: 2000,
    requestsPerSecond: null,
    deliveries: {
      isPaused: false,
      dropRate: 0,
      duplicateRate: 0,
      delayMs: 0,
      isShuffled: false,
      signing: "current",
    },
  };
}
