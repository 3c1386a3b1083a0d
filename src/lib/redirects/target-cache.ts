import { LRUCache } from "lru-cache";

type Entry<T> = { value: T | null; loadedAtMs: number; epoch: number };

export type TargetCacheOptions<T> = {
  /** One indexed query; null for a slug that no code has. */
  load: (slug: string) => Promise<T | null>;
  now?: () => number;
  maxEntries?: number;
  maxNegatives?: number;
  /** The safety net under the notifications. */
  ttlMs?: number;
  negativeTtlMs?: number;
  /** How old an entry may be while notifications may be missed. */
  unlistenedTtlMs?: number;
  /** How long a visitor waits for a re-read before the known target has to do. */
  staleWaitMs?: number;
};

/** After a failed load, known targets are served as they are for so long before the next try. */
const awayMs = 1_000;

/**
 * Targets by slug. A load of one slug runs once at a time; one that was overtaken by an
 * invalidation is not kept. An entry that may be outdated is read again, and served as it is
 * only while the database does not answer.
 */
export class TargetCache<T extends object> {
  readonly #known: LRUCache<string, Entry<T>>;
  readonly #unknown: LRUCache<string, Entry<T>>;
  readonly #loads = new Map<string, Promise<T | null>>();
  readonly #load: (slug: string) => Promise<T | null>;
  readonly #now: () => number;
  readonly #ttlMs: number;
  readonly #negativeTtlMs: number;
  readonly #unlistenedTtlMs: number;
  readonly #staleWaitMs: number;
  #isListening = false;
  #epoch = 0;
  #awayUntilMs = 0;
  readonly counts = { hit: 0, load: 0, stale: 0, failed: 0, invalidated: 0 };

  constructor(options: TargetCacheOptions<T>) {
    this.#load = options.load;
    this.#now = options.now ?? Date.now;
    this.#ttlMs = options.ttlMs ?? 300_000;
    this.#negativeTtlMs = options.negativeTtlMs ?? 10_000;
    this.#unlistenedTtlMs = options.unlistenedTtlMs ?? 800;
    this.#staleWaitMs = options.staleWaitMs ?? 400;
    this.#known = new LRUCache({ max: options.maxEntries ?? 50_000 });
    this.#unknown = new LRUCache({ max: options.maxNegatives ?? 10_000 });
  }

  get size(): number {
    return this.#known.size;
  }

  /** What is known without asking the database; undefined when it has to be asked. */
  peek(slug: string): T | null | undefined {
    const entry = this.#known.get(slug) ?? this.#unknown.get(slug);
    if (entry === undefined || !this.#isFresh(entry)) return undefined;
    this.counts.hit++;
    return entry.value;
  }

  /** @throws whatever the load threw, when nothing is known of the slug */
  async get(slug: string): Promise<T | null> {
    const fresh = this.peek(slug);
    if (fresh !== undefined) return fresh;
    const stale = this.#known.get(slug)?.value ?? null;
    if (stale === null) return this.#read(slug);
    if (this.#now() < this.#awayUntilMs) return this.#serveStale(stale);
    return this.#readOr(slug, stale);
  }

  invalidate(slug: string): void {
    this.counts.invalidated++;
    this.#known.delete(slug);
    this.#unknown.delete(slug);
    // A load that is under way may have read the old row: later callers start one of their own.
    this.#loads.delete(slug);
  }

  /**
   * Tells whether every change is heard of. Once it is again, everything that was read before
   * may be outdated.
   */
  setListening(isListening: boolean): void {
    this.#isListening = isListening;
    if (isListening) {
      this.#epoch++;
      this.#loads.clear();
    }
  }

  #isFresh(entry: Entry<T>): boolean {
    if (entry.epoch !== this.#epoch) return false;
    const full = entry.value === null ? this.#negativeTtlMs : this.#ttlMs;
    const ttlMs = this.#isListening ? full : Math.min(full, this.#unlistenedTtlMs);
    return this.#now() - entry.loadedAtMs < ttlMs;
  }

  #read(slug: string): Promise<T | null> {
    const running = this.#loads.get(slug);
    if (running) return running;
    this.counts.load++;
    const entry: Entry<T> = { value: null, loadedAtMs: this.#now(), epoch: this.#epoch };
    const load = this.#load(slug).then(
      (value) => {
        if (this.#loads.get(slug) === load) {
          this.#loads.delete(slug);
          entry.value = value;
          (value === null ? this.#unknown : this.#known).set(slug, entry);
          (value === null ? this.#known : this.#unknown).delete(slug);
        }
        return value;
      },
      (error: unknown) => {
        if (this.#loads.get(slug) === load) this.#loads.delete(slug);
        this.counts.failed++;
        this.#awayUntilMs = this.#now() + awayMs;
        throw error;
      },
    );
    this.#loads.set(slug, load);
    return load;
  }

  /** The re-read target, or the known one when that fails or takes too long. */
  #readOr(slug: string, stale: T): Promise<T | null> {
    return new Promise((resolve) => {
      const giveUp = setTimeout(() => {
        this.#awayUntilMs = this.#now() + awayMs;
        resolve(this.#serveStale(stale));
      }, this.#staleWaitMs);
      this.#read(slug).then(
        (value) => {
          clearTimeout(giveUp);
          resolve(value);
        },
        () => {
          clearTimeout(giveUp);
          resolve(this.#serveStale(stale));
        },
      );
    });
  }

  #serveStale(value: T): T {
    this.counts.stale++;
    return value;
  }
}
