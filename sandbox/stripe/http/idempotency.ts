import { createHash } from "node:crypto";
import type { Store } from "../store/store.ts";
import { invalid, StripeFault } from "./errors.ts";

export type Answer = { status: number; body: unknown; requestId: string };

const keptMs = 24 * 3600 * 1000;
const cleanEveryMs = 60_000;

/** Stripe's idempotency keys: the stored answer again, or why not. */
export class IdempotencyKeys {
  private readonly store: Store;
  private readonly running = new Set<string>();
  private cleanedAt = 0;

  constructor(store: Store) {
    this.store = store;
  }

  /** The answer of an earlier call with this key, or null. */
  earlier(key: string, fingerprint: string, nowMs: number): Answer | null {
    if (key.length > 255)
      throw invalid("Idempotency keys may be at most 255 characters long.", "Idempotency-Key");
    if (Math.abs(nowMs - this.cleanedAt) > cleanEveryMs) {
      this.store.prepare("DELETE FROM idempotency WHERE at < ?").run(nowMs - keptMs);
      this.cleanedAt = nowMs;
    }
    const row = this.store
      .prepare("SELECT * FROM idempotency WHERE key=? AND at >= ?")
      .get(key, nowMs - keptMs) as
      | { fingerprint: string; status: number; body: string; request_id: string }
      | undefined;
    if (row !== undefined && row.fingerprint !== fingerprint) {
      throw new StripeFault(400, {
        type: "idempotency_error",
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    }
    if (row !== undefined)
      return { status: row.status, body: JSON.parse(row.body), requestId: row.request_id };
    return null;
  }

  /** The call with this key begins; refused while another one with it is on its way. */
  enter(key: string): void {
    if (this.running.has(key)) {
      throw new StripeFault(409, {
        type: "idempotency_error",
        code: "idempotency_key_in_use",
        message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      });
    }
    this.running.add(key);
  }

  /** Within the call's transaction: what was done and what was answered stay or go together. */
  keep(key: string, fingerprint: string, answer: Answer, nowMs: number): void {
    this.store
      .prepare(
        "INSERT OR REPLACE INTO idempotency (key, fingerprint, status, body, request_id, at) VALUES (?,?,?,?,?,?)",
      )
      .run(key, fingerprint, answer.status, JSON.stringify(answer.body), answer.requestId, nowMs);
  }

  leave(key: string): void {
    this.running.delete(key);
  }
}

export function fingerprintOf(method: string, path: string, body: string): string {
  return createHash("sha256").update(`${method} ${path}\n${body}`).digest("hex");
}
