import type { Pool } from "pg";
import { log } from "#platform/log/log.ts";
import { makeBatch, type Scan, type ScanBatch, storeBatchSql } from "./scan-batch.ts";

export type ScanRecorderOptions = {
  /** Stores a batch, or finds that it is stored already. */
  store: (batch: ScanBatch) => Promise<void>;
  flushMs?: number;
  maxBatch?: number;
  /** What waits beyond this many scans is dropped, counted and logged. */
  maxQueued?: number;
  firstRetryMs?: number;
};

const longestRetryMs = 5_000;
const overflowLogMs = 10_000;

/**
 * Scans on their way to Postgres. They are queued in memory, written in batches one after the
 * other, and tried again until Postgres has said that it has them.
 */
export class ScanRecorder {
  readonly #store: (batch: ScanBatch) => Promise<void>;
  readonly #flushMs: number;
  readonly #maxBatch: number;
  readonly #maxQueued: number;
  readonly #firstRetryMs: number;
  #queue: Scan[] = [];
  #writing: Promise<void> | null = null;
  #inFlight = 0;
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | null = null;
  #isAbandoned = false;
  #overflowLoggedAt = 0;
  readonly counts = { recorded: 0, stored: 0, overflowed: 0, rejected: 0, batches: 0, retries: 0 };

  constructor(options: ScanRecorderOptions) {
    this.#store = options.store;
    this.#flushMs = options.flushMs ?? 200;
    this.#maxBatch = options.maxBatch ?? 10_000;
    this.#maxQueued = options.maxQueued ?? 200_000;
    this.#firstRetryMs = options.firstRetryMs ?? 100;
  }

  /** How many scans are not stored yet. */
  get waiting(): number {
    return this.#queue.length + this.#inFlight;
  }

  record(scan: Scan): void {
    if (this.waiting >= this.#maxQueued || this.#isAbandoned) {
      this.#overflow();
      return;
    }
    this.counts.recorded++;
    this.#queue.push(scan);
    if (this.#writing !== null) return;
    if (this.#queue.length >= this.#maxBatch) void this.#write();
    else this.#timer ??= setTimeout(() => void this.#write(), this.#flushMs);
  }

  /** Resolves when everything that is queued now has been stored. */
  async flush(): Promise<void> {
    while (this.waiting > 0 && !this.#isAbandoned) {
      this.#wake?.();
      await this.#write();
    }
  }

  /**
   * Stores what is left and ends.
   * @returns how many scans could not be stored in `withinMs`
   */
  async close(withinMs: number): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
    });
    await Promise.race([this.flush(), tooLate]);
    clearTimeout(timer);
    clearTimeout(this.#timer);
    this.#isAbandoned = true;
    this.#wake?.();
    const lost = this.waiting;
    if (lost > 0) log().error({ lost }, "scans were lost at shutdown: the database is away");
    return lost;
  }

  /** One run of writing at a time: all that is queued, then what came meanwhile by the timer. */
  #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = null;
      if (this.#queue.length > 0 && !this.#isAbandoned) {
        this.#timer ??= setTimeout(() => void this.#write(), this.#flushMs);
      }
    });
    return this.#writing;
  }

  async #drain(): Promise<void> {
    do {
      const scans = this.#queue.length <= this.#maxBatch ? this.#queue : this.#queue.slice(0, this.#maxBatch);
      this.#queue = scans === this.#queue ? [] : this.#queue.slice(this.#maxBatch);
      await this.#storeOrLose(scans);
    } while (this.#queue.length >= this.#maxBatch && !this.#isAbandoned);
  }

  /** Whatever is thrown, which nothing should, costs these scans and no others. */
  async #storeOrLose(scans: readonly Scan[]): Promise<void> {
    const before = this.counts.stored + this.counts.rejected;
    this.#inFlight = scans.length;
    try {
      await this.#storeAll(scans);
    } catch (err) {
      const lost = scans.length - (this.counts.stored + this.counts.rejected - before);
      this.counts.rejected += lost;
      log().error({ err, lost }, "scans were lost: storing them failed in a way of its own");
    } finally {
      this.#inFlight = 0;
    }
  }

  async #storeAll(scans: readonly Scan[]): Promise<void> {
    if (scans.length === 0) return;
    let batch: ScanBatch;
    try {
      batch = makeBatch(scans);
    } catch (err) {
      return this.#storeHalves(scans, err);
    }
    for (let retryMs = this.#firstRetryMs; ; retryMs = Math.min(retryMs * 2, longestRetryMs)) {
      try {
        await this.#store(batch);
        this.counts.stored += scans.length;
        this.counts.batches++;
        return;
      } catch (err) {
        if (this.#isAbandoned) return;
        // Postgres read it and refused what it says: nothing of it is stored, nor ever will be.
        if (isAboutTheData(err)) return this.#storeHalves(scans, err);
        this.counts.retries++;
        log().warn({ err, scans: this.waiting, retryMs }, "scans are waiting for the database");
        await this.#pause(retryMs);
        if (this.#isAbandoned) return;
      }
    }
  }

  async #storeHalves(scans: readonly Scan[], err: unknown): Promise<void> {
    if (scans.length === 1) {
      this.counts.rejected++;
      log().error({ err }, "a scan cannot be stored");
      return;
    }
    const half = scans.length >> 1;
    await this.#storeAll(scans.slice(0, half));
    await this.#storeAll(scans.slice(half));
  }

  #pause(ms: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms * (0.75 + 0.5 * Math.random()));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }).then(() => {
      this.#wake = null;
    });
  }

  #overflow(): void {
    this.counts.overflowed++;
    const now = Date.now();
    if (now - this.#overflowLoggedAt < overflowLogMs) return;
    this.#overflowLoggedAt = now;
    log().error({ overflowed: this.counts.overflowed }, "scans are dropped: too many wait for the database");
  }
}

/** Classes 22 (data) and 23 (constraints) of Postgres's error codes. */
function isAboutTheData(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^2[23]/.test(code);
}

/** Stores batches through the pool. */
export function storeThrough(pool: Pool): (batch: ScanBatch) => Promise<void> {
  return async (batch) => {
    await pool.query(storeBatchSql, [...batch.values]);
  };
}
