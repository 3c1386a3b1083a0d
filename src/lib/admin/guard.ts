import { env } from "#lib/env/server.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import { minuteMs } from "#shared/time.ts";

/** For how long a second factor that was shown opens what gives access or hands data out. */
const freshMs = 15 * minuteMs;

type Person = Pick<Viewer, "platformRole" | "secondFactorAt">;

/** Whether the viewer runs the platform. The role was read from the database for this request. */
export function isAdmin(viewer: Pick<Viewer, "platformRole">): boolean {
  return viewer.platformRole === "ADMIN";
}

/** Whether the second factor was shown in this session, and not longer ago than `freshMs`. */
export function isFresh({ secondFactorAt }: Pick<Viewer, "secondFactorAt">, now: Date): boolean {
  return secondFactorAt !== null && now.getTime() - secondFactorAt.getTime() <= freshMs;
}

/** What keeps a person out of the console; null lets them in. */
export function findHindrance(person: Person): "forbidden" | "second_factor" | null {
  if (!isAdmin(person)) return "forbidden";
  return person.secondFactorAt === null && isSecondFactorAsked() ? "second_factor" : null;
}

/** Only in so many words does the operator do without. */
function isSecondFactorAsked(): boolean {
  return env().ADMIN_SECOND_FACTOR !== "off";
}

/**
 * @throws Refusal `forbidden` for everybody who does not run the platform, `second_factor` where it
 *   was not shown in this session
 */
export function requireAdmin(viewer: Person): void {
  const hindrance = findHindrance(viewer);
  if (hindrance) throw new Refusal(hindrance);
}

/** Whether an admin is let through where it has to be fresh: for pages that offer what needs that. */
export function isFreshEnough(viewer: Pick<Viewer, "secondFactorAt">, now: Date): boolean {
  return isFresh(viewer, now) || !isSecondFactorAsked();
}

/**
 * For acts that give access or hand data out.
 * @throws Refusal as `requireAdmin`, and `second_factor_stale` where it was shown too long ago
 */
export function requireFreshAdmin(viewer: Person, now: Date): void {
  requireAdmin(viewer);
  if (!isFreshEnough(viewer, now)) throw new Refusal("second_factor_stale");
}

/** How the audit names what an admin did. */
export function adminActor(viewer: Viewer): string {
  return `admin:${viewer.profileId}`;
}
