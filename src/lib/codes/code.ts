export type PauseReason = "owner" | "plan" | "abuse";

/** A code as its workspace sees it. */
export type Code = {
  id: string;
  slug: string;
  name: string;
  /** A normalised http or https address. */
  destination: string;
  isActive: boolean;
  pauseReason: PauseReason | null;
  pauseNote: string | null;
  expiresAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export type ListedCode = Code & {
  scans: number;
  /** Null where the plan does not tell bots apart. */
  botScans: number | null;
  lastScannedAt: Date | null;
};

export const codeStatuses = ["active", "paused", "expired"] as const;
export type CodeStatus = (typeof codeStatuses)[number];

/** What a visitor would meet now. A paused code is paused, whether it has expired or not. */
export function codeStatus(code: Pick<Code, "isActive" | "expiresAt">, now: Date): CodeStatus {
  if (!code.isActive) return "paused";
  return code.expiresAt !== null && code.expiresAt <= now ? "expired" : "active";
}
