import { demoDomain } from "../../prisma/seed/people.ts";
import type { Options } from "./options.ts";
import type { Services } from "./services.ts";

/** The one screen that a person needs. */
export function printScreen(
  options: Options,
  services: Services | null,
  passwords: Record<string, string>,
  seconds: number,
): void {
  const lines = ["", `DynamicQR runs: ${options.appUrl}   (ready in ${seconds.toFixed(1)} s)`, ""];
  if (services !== null) {
    lines.push("  demo logins");
    for (const [login, password] of Object.entries(passwords)) {
      lines.push(`    ${`${login}@${demoDomain}`.padEnd(36)} ${password}`);
    }
    lines.push("", `  mailbox   ${services.mail.url}`);
    lines.push(`  codes     ${services.auth.codesUrl}   (what an authenticator app would show)`);
    if (services.stripe) {
      lines.push(
        `  Stripe    ${services.stripe.server.url}   (pays: 4242 4242 4242 4242, declines: 4000 0000 0000 0002)`,
      );
    }
    lines.push(`  Postgres  ${services.postgres.folder}`);
  } else {
    lines.push(
      `  Postgres  ${hostOf(options.fromFile.DATABASE_URL)} (real)`,
      `  Supabase  ${hostOf(options.fromFile.SUPABASE_URL)} (real)`,
      "  Nothing was seeded or created there.",
    );
  }
  lines.push(
    `  data      ${options.dataDir}`,
    `  addresses and keys for other programs: ${options.dataDir}/sandbox.env`,
  );
  if (options.host !== "127.0.0.1") {
    lines.push("", `  Open to the network on ${options.host}; the stand-ins stay on this machine.`);
  }
  lines.push("", "Ctrl-C stops everything.", "");
  console.log(lines.join("\n"));
}

export function hostOf(address: string | undefined): string {
  return address !== undefined && URL.canParse(address) ? new URL(address).host : "unknown";
}
