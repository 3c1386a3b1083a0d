/** Given time either runs until an end, or lies in the bank while something holds its clock. */
export type Clock = { endsAt: Date | null; bankedSeconds: number };

export type Hold = {
  /** Whether the clock stands still. */
  isHeld: boolean;
  /** Since when time alone has let it go, without anybody writing it down; null when it has not. */
  freedAt: Date | null;
};

const longest = 2 ** 31 - 1;

function after(ms: number, seconds: number): Date {
  return new Date(ms + seconds * 1000);
}

/** When the time ends that runs now, or ran last; what is banked and held has no end. */
export function clockEnd({ endsAt, bankedSeconds }: Clock, { isHeld, freedAt }: Hold): Date | null {
  if (bankedSeconds === 0 || isHeld || freedAt === null) return endsAt;
  return after(freedAt.getTime(), bankedSeconds);
}

/**
 * The clock as it has to be stored from `now` on. Whole seconds are banked, rounded down, so that
 * no number of purchases makes more of it than there was.
 * @param before what held it until now
 * @param hold what holds it from now on
 */
export function fitClock(clock: Clock, before: Hold, hold: Hold, now: Date): Clock {
  // First what time alone has done since it was last looked at.
  const endsAt = clockEnd(clock, before);
  const hasGoneOn = endsAt !== clock.endsAt;
  const banked = hasGoneOn ? 0 : clock.bankedSeconds;
  if (!hold.isHeld) return { endsAt: banked > 0 ? after(now.getTime(), banked) : endsAt, bankedSeconds: 0 };
  const left = endsAt === null ? 0 : Math.floor((endsAt.getTime() - now.getTime()) / 1000);
  if (left <= 0) return { endsAt, bankedSeconds: banked };
  return { endsAt: null, bankedSeconds: Math.min(banked + left, longest) };
}
