import type { Redis } from "#platform/redis/redis.ts";
import { readAnswer, writeAnswer } from "./answer-text.ts";
import { fingerprint } from "./fingerprint.ts";
import { isAnswerTo, type KeptAnswer, longestKeptMs } from "./kept-answer.ts";

/**
 * Answers that the processes share: a hash for each workspace, a field for each person. Nothing
 * in it is believed for being there, so whatever becomes of Redis costs a question to Postgres.
 */
export class RedisAnswers {
  readonly #redis: Pick<Redis, "ask">;
  readonly #prefix: string;

  constructor(redis: Pick<Redis, "ask">, isGated: boolean) {
    this.#redis = redis;
    this.#prefix = `entitlements:${fingerprint(isGated)}`;
  }

  /** @returns null while Redis is away, and for what is not there, not ours or not true any more */
  async find(workspaceId: string, profileId: string, version: number, now: Date): Promise<KeptAnswer | null> {
    const key = this.#key(workspaceId);
    const found = await this.#redis.ask((client) =>
      client.hget(key, profileId).catch((error: unknown) => {
        // Something else lies there: no reason to take Redis for dead.
        if (!isWrongType(error)) throw error;
        return client.unlink(key).then(() => null);
      }),
    );
    const kept = found?.value ? readAnswer(found.value) : null;
    return kept && isAnswerTo(kept, version, now) ? kept : null;
  }

  async keep(workspaceId: string, profileId: string, answer: KeptAnswer): Promise<void> {
    const key = this.#key(workspaceId);
    await this.#redis.ask((client) =>
      client.multi().hset(key, profileId, writeAnswer(answer)).pexpire(key, longestKeptMs).exec(),
    );
  }

  async forget(workspaceId: string): Promise<void> {
    await this.#redis.ask((client) => client.unlink(this.#key(workspaceId)));
  }

  #key(workspaceId: string): string {
    return `${this.#prefix}:${workspaceId}`;
  }
}

const isWrongType = (error: unknown) => error instanceof Error && error.message.startsWith("WRONGTYPE");
