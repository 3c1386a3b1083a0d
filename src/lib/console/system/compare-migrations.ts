import type { AppliedMigration } from "./store.ts";

export type MigrationState = {
  applied: number;
  newest: { name: string; finishedAt: Date | null } | null;
  /** Began and did not end: a person has to look. */
  broken: string[];
  /** Brought by this version and not applied; null where it cannot be told what it brings. */
  pending: string[] | null;
  /** Applied, and unknown to this version: an older one runs on a newer database. */
  unknown: string[] | null;
};

/** @param own those that this version brings; null where they are not at hand */
export function compareMigrations(found: readonly AppliedMigration[], own: string[] | null): MigrationState {
  const done = found.filter(({ finishedAt }) => finishedAt !== null);
  const names = new Set(done.map(({ name }) => name));
  return {
    applied: done.length,
    newest: done.at(-1) ?? null,
    broken: found.filter(({ finishedAt }) => finishedAt === null).map(({ name }) => name),
    pending: own?.filter((name) => !names.has(name)) ?? null,
    unknown: own && [...names].filter((name) => !own.includes(name)),
  };
}
