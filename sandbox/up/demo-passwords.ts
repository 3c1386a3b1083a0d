import { randomInt } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { demoPeople } from "../../prisma/seed/people.ts";

// No letters that are taken for one another when typed from a screen.
const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password for each demo login, made once for a sandbox and kept in that file. */
export function readDemoPasswords(file: string): Record<string, string> {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : {};
  const passwords = Object.fromEntries(demoPeople.map(({ login }) => [login, kept[login] ?? makePassword()]));
  writeFileSync(file, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 });
  return passwords;
}

/** Three groups of four: about 59 bits. */
function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join("");
  return [group(), group(), group()].join("-");
}
