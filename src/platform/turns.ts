import { Refusal } from "#shared/errors.ts";

/** Lets so many of something run at once; the others wait for their turn, first come first served. */
export class Turns {
  readonly #most: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get isIdle(): boolean {
    return this.#running === 0;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    // Who ends hands its turn over, so that nobody who comes meanwhile slips in before.
    if (this.#running < this.#most) this.#running++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}

/**
 * So many at once of each name: what many want of one thing holds up nothing else. Whose turn comes
 * after their patience has ended is told so, and the others after them are not kept waiting either.
 */
export class NamedTurns {
  readonly #most: number;
  readonly #patienceMs: number;
  readonly #clock: () => number;
  readonly #turns = new Map<string, Turns>();

  constructor(most: number, patienceMs: number, clock: () => number = () => performance.now()) {
    this.#most = most;
    this.#patienceMs = patienceMs;
    this.#clock = clock;
  }

  /** @throws Refusal `unavailable` for who has waited too long */
  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const since = this.#clock();
    const turns = this.#turns.get(name) ?? new Turns(this.#most);
    this.#turns.set(name, turns);
    try {
      return await turns.take(() => {
        if (this.#clock() - since <= this.#patienceMs) return work();
        throw new Refusal("unavailable", { retryAfterSeconds: Math.ceil(this.#patienceMs / 1000) });
      });
    } finally {
      if (turns.isIdle) this.#turns.delete(name);
    }
  }

  /** Of how many names there is work now. */
  get size(): number {
    return this.#turns.size;
  }
}
