import { sessionCookieOptions } from "./session-cookies.ts";
import { dayMs, secondMs } from "./time.ts";

/**
 * Marks the browser that an account is made in. It is set when the sign-up page is opened, not
 * when its form is answered: whoever follows the mailed link quicker than that answer arrives
 * has it already.
 */
export const signUpCookieName = "sign_up";

/** Longer than anybody takes to look into their mailbox. */
const keptMs = 30 * dayMs;

export function signUpCookieOptions(appUrl: string) {
  return { ...sessionCookieOptions(appUrl), maxAge: keptMs / secondMs };
}
