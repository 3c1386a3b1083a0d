import { type Entitlements, resolve } from "../resolve.ts";
import type { VersionedFacts } from "../store.ts";
import { isTimely, type KeptAnswer } from "./kept-answer.ts";
import { MemoryAnswers } from "./memory-answers.ts";
import type { RedisAnswers } from "./redis-answers.ts";

/** Who asks, and what was the version of their workspace when this request began. A viewer is one. */
export type Asker = { profileId: string; workspace: { id: string; entitlementVersion: number } };

type Found = Omit<KeptAnswer, "version">;

export type AnswersOptions = {
  findFacts: (workspaceId: string, profileId: string) => Promise<VersionedFacts>;
  /** What the processes share; null for none. */
  shared: Pick<RedisAnswers, "find" | "keep" | "forget"> | null;
  isGated: boolean;
};

/**
 * What workspaces may do: from memory, or else from Redis, or else from Postgres. A kept answer is
 * given only to whom the very version of their workspace was told that its facts were read with, so
 * nothing has to be forgotten for the answers to be right.
 */
export class Answers {
  readonly counts = { memory: 0, redis: 0, postgres: 0 };
  readonly #options: AnswersOptions;
  readonly #memory = new MemoryAnswers();
  readonly #running = new Map<string, Promise<Found>>();

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  async find(asker: Asker, now: Date): Promise<Entitlements> {
    const { id, entitlementVersion } = asker.workspace;
    const kept = this.#memory.find(id, asker.profileId, entitlementVersion, now);
    if (kept) {
      this.counts.memory++;
      return kept.entitlements;
    }
    const found = await this.#join(asker, now);
    // Who joined another's question may have asked at another instant.
    return isTimely(found, now) ? found.entitlements : (await this.#read(asker, now)).entitlements;
  }

  async forget(workspaceId: string): Promise<void> {
    this.#memory.forget(workspaceId);
    await this.#options.shared?.forget(workspaceId);
  }

  /** The parts of one page ask at the same time: it is one question. */
  #join(asker: Asker, now: Date): Promise<Found> {
    const { id, entitlementVersion } = asker.workspace;
    const key = `${id} ${asker.profileId} ${entitlementVersion}`;
    const running = this.#running.get(key);
    if (running) return running;
    const started = this.#look(asker, now).finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }

  async #look(asker: Asker, now: Date): Promise<Found> {
    const { workspace, profileId } = asker;
    const kept = await this.#options.shared?.find(workspace.id, profileId, workspace.entitlementVersion, now);
    if (!kept) return this.#read(asker, now);
    this.counts.redis++;
    this.#memory.keep(workspace.id, profileId, kept);
    return kept;
  }

  /** Kept under the version that was read together with the facts, whatever the asker was told. */
  async #read({ workspace, profileId }: Asker, now: Date): Promise<Found> {
    this.counts.postgres++;
    const { version, facts } = await this.#options.findFacts(workspace.id, profileId);
    const found = { resolvedAt: now, entitlements: resolve(facts, now, this.#options.isGated) };
    if (version === null) return found;
    this.#memory.keep(workspace.id, profileId, { version, ...found });
    void this.#options.shared?.keep(workspace.id, profileId, { version, ...found });
    return found;
  }
}
