import { Secret, TOTP } from "otpauth";

/** The code that an app with that secret shows, so many half minutes from now. */
export function codeOf(secret: string, periods = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: Date.now() + periods * totp.period * 1000 });
}
