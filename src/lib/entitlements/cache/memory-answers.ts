import { LRUCache } from "lru-cache";
import { isAnswerTo, type KeptAnswer, longestKeptMs } from "./kept-answer.ts";

/** About a kilobyte each. */
const mostAnswers = 20_000;

/** What one version of a workspace allows, by the person who asks. */
type Known = { version: number; byProfile: ReadonlyMap<string, KeptAnswer> };

/** The answers that this process has given lately; those of a workspace are all of one version. */
export class MemoryAnswers {
  readonly #known: LRUCache<string, Known>;

  constructor(most = mostAnswers) {
    this.#known = new LRUCache({
      maxSize: most,
      sizeCalculation: ({ byProfile }) => byProfile.size,
      ttl: longestKeptMs,
    });
  }

  find(workspaceId: string, profileId: string, version: number, now: Date): KeptAnswer | null {
    const kept = this.#known.get(workspaceId)?.byProfile.get(profileId);
    return kept && isAnswerTo(kept, version, now) ? kept : null;
  }

  /** One of an older version than those that are there is not kept: nobody new will ask for it. */
  keep(workspaceId: string, profileId: string, answer: KeptAnswer): void {
    const known = this.#known.get(workspaceId);
    const { version } = answer;
    if (known && known.version > version) return;
    const others = known?.version === version ? known.byProfile : [];
    this.#known.set(workspaceId, { version, byProfile: new Map([...others, [profileId, answer]]) });
  }

  forget(workspaceId: string): void {
    this.#known.delete(workspaceId);
  }
}
