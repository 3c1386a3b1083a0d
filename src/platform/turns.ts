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

/** So many at once of each name: what many want of one thing holds up nothing else. */
export class NamedTurns {
  readonly #most: number;
  readonly #turns = new Map<string, Turns>();

  constructor(most: number) {
    this.#most = most;
  }

  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turns = this.#turns.get(name) ?? new Turns(this.#most);
    this.#turns.set(name, turns);
    try {
      return await turns.take(work);
    } finally {
      if (turns.isIdle) this.#turns.delete(name);
    }
  }

  /** Of how many names there is work now. */
  get size(): number {
    return this.#turns.size;
  }
}
