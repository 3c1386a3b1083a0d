import { type Counted, consumeKept, giveBack } from "#platform/rate-limits/kept-limiter.ts";
import { Refusal } from "#shared/errors.ts";

/**
 * Counts a code that somebody shows, and lets it through once: Supabase itself would take it again
 * for as long as it is valid (RFC 6238, section 5.2, wants it refused).
 * @param work shows the code to Supabase. A right one does not count against the person, and one
 *   that Supabase could not be asked about may be shown again.
 * @throws Refusal `rate_limited`, or `validation` for the field `code` where it was shown before
 */
export async function countCode(
  { profileId, factorId, code }: { profileId: string; factorId: string; code: string },
  work: () => Promise<void>,
): Promise<void> {
  const tries: Counted = { name: "second-factor:profile", key: profileId };
  const once: Counted = { name: "second-factor:code", key: `${factorId}:${code}` };
  await consumeKept([tries]);
  await consumeKept([once]).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.code !== "rate_limited") throw error;
    throw new Refusal("validation", { fields: { code: ["code_used"] } }, { cause: error });
  });
  try {
    await work();
  } catch (error) {
    if (error instanceof Refusal && error.code === "unavailable") await giveBack([tries, once]);
    throw error;
  }
  await giveBack([tries]);
}
