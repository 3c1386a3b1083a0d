import { LRUCache } from "lru-cache";

type Entry<T> = {
  value: T | null;
  loadedAtMs: number;
  epoch: number;
  isOutdated: boolean;
  /** A re-read that somebody has waited for in vain: as long as it runs, nobody else does. */
  slowLoad?: Promise<T | null>;
};

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
    const entry = this.#known.get(slug);
    const stale = entry?.value ?? null;
    if (!entry || stale === null) return this.#read(slug);
    if (this.#now() < this.#awayUntilMs) return this.#serveStale(stale);
    // One that is known to have changed is worth a longer wait than one that may have.
    if (entry.isOutdated) return this.#readOr(slug, entry, stale, null);
    if (entry.slowLoad !== undefined && entry.slowLoad === this.#loads.get(slug)) {
      return this.#serveStale(stale);
    }
    return this.#readOr(slug, entry, stale, this.#staleWaitMs);
  }

  /** Whether the slug is known to be a code's, however old that knowledge is. */
  has(slug: string): boolean {
    return this.#known.has(slug);
  }

  /** Whether the database is being asked for the slug: one more who asks costs no query. */
  isLoading(slug: string): boolean {
    return this.#loads.has(slug);
  }

  /** The slug's code has changed: it is read again before it is served, if the database answers. */
  invalidate(slug: string): void {
    this.counts.invalidated++;
    const entry = this.#known.get(slug);
    if (entry) entry.isOutdated = true;
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
    if (entry.isOutdated || entry.epoch !== this.#epoch) return false;
    const full = entry.value === null ? this.#negativeTtlMs : this.#ttlMs;
    const ttlMs = this.#isListening ? full : Math.min(full, this.#unlistenedTtlMs);
    return this.#now() - entry.loadedAtMs < ttlMs;
  }

  #read(slug: string): Promise<T | null> {
    const running = this.#loads.get(slug);
    if (running) return running;
    this.counts.load++;
    const entry: Entry<T> = { value: null, loadedAtMs: this.#now(), epoch: this.#epoch, isOutdated: false };
    const load = this.#load(slug).then(
      (value) => {
        if (this.#loads.get(slug) === load) {
          this.#loads.delete(slug);
          entry.value = value;
          (value === null ? this.#unknown : this.#known).set(slug, entry);
          (value === null ? this.#known : this.#unknown).delete(slug);
        } else if (value !== null && !this.#known.has(slug) && !this.#unknown.has(slug)) {
          // Overtaken: better than nothing while the database is away, and for nothing else.
          this.#known.set(slug, { ...entry, value, isOutdated: true });
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
  #readOr(slug: string, known: Entry<T>, stale: T, waitMs: number | null): Promise<T | null> {
    const load = this.#read(slug);
    return new Promise((resolve) => {
      const giveUp =
        waitMs === null
          ? undefined
          : setTimeout(() => {
              known.slowLoad = load;
              resolve(this.#serveStale(stale));
            }, waitMs);
      load.then(
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
