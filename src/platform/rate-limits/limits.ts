/** How often something may be tried. `points` tries in `seconds`, counted by its key. */
export type Limit = { points: number; seconds: number };

const minute = 60;
const hour = 60 * minute;

/** Every limit that is kept in the database, by what it counts. */
export const limits = {
  "sign-up:address": { points: 60, seconds: hour },
  "sign-up:email": { points: 5, seconds: hour },
  "sign-in:address": { points: 60, seconds: 15 * minute },
  "sign-in:email": { points: 10, seconds: 15 * minute },
  "mail:address": { points: 30, seconds: hour },
  "mail:email": { points: 4, seconds: 10 * minute },
  "password-check:profile": { points: 10, seconds: 15 * minute },
  "second-factor:profile": { points: 10, seconds: 15 * minute },
  /** Longer than Supabase takes one code: none counts twice. */
  "second-factor:code": { points: 1, seconds: 2 * minute },
  "export:workspace": { points: 20, seconds: 10 * minute },
  "api-key:key": { points: 600, seconds: minute },
  "entitlements:profile": { points: 300, seconds: minute },
  "usage:profile": { points: 120, seconds: minute },
  "restore:workspace": { points: 12, seconds: 5 * minute },
  "promo:account": { points: 10, seconds: hour },
  "promo:address": { points: 30, seconds: hour },
  "promo:network": { points: 120, seconds: hour },
  "discount:account": { points: 20, seconds: hour },
  "discount:address": { points: 60, seconds: hour },
  "discount:network": { points: 240, seconds: hour },
  /** Codes that are none, of everybody together: beyond it somebody is told, and nobody held up. */
  "promo-unknown:everybody": { points: 1_000, seconds: hour },
} satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
