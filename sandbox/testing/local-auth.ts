import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAuth } from "../auth/auth.ts";
import { startMail } from "../mail/mail.ts";

export const publishableKey = "sb_publishable_sandbox_test";
export const secretKey = "sb_secret_sandbox_test";
export const appUrl = "http://127.0.0.1:3000";

export type LocalAuth = Awaited<ReturnType<typeof startLocalAuth>>;

/** Supabase Auth on that database and the mailbox that its mails go to; this process is told of both. */
export async function startLocalAuth(databaseUrl: string) {
  // The stand-in's hashing in JavaScript would take most of the time.
  process.env.LITE_AUTH_BCRYPT_COST = "4";
  const folder = mkdtempSync(join(tmpdir(), "dynamicqr-auth-"));
  const mail = await startMail({ folder });
  const keys = { publishableKey, secretKey, jwtSecret: `sandbox-${"jwt".repeat(20)}` };
  const auth = await startAuth({ databaseUrl, keys, appUrl, smtpPort: mail.smtpPort });
  process.env.SUPABASE_URL = auth.url;
  process.env.APP_URL = appUrl;
  return {
    url: auth.url,
    codesUrl: auth.codesUrl,
    mailboxUrl: mail.url,
    async stop() {
      await auth.stop();
      await mail.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
