import { parseArgs } from "node:util";
import { reasonText } from "../src/lib/admin/reason.ts";
import { createKey, listKeys, revokeKey } from "../src/lib/api-keys/manage-keys.ts";
import { type PlatformScope, platformScopes } from "../src/lib/api-keys/scopes.ts";
import { pool } from "../src/platform/db/pool.ts";
import { db } from "../src/platform/db/prisma.ts";

/**
 * Keys for other programs that call `/api/admin/*`, in the database of DATABASE_URL. A new key is
 * printed once; what is kept of it does not open anything.
 */
const usage = `api-key.ts create --name <what for> --scope <${platformScopes.join("|")}> [--scope …]
api-key.ts list
api-key.ts revoke --reason <why> <id>
`;
const actor = "operator";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    name: { type: "string" },
    reason: { type: "string" },
    scope: { type: "string", multiple: true, default: [] },
  },
});

function parseScopes(names: readonly string[]): PlatformScope[] | null {
  const known = platformScopes.filter((scope) => names.includes(scope));
  return known.length > 0 && names.every((name) => known.some((scope) => scope === name)) ? known : null;
}

async function run([command, id]: string[]): Promise<boolean> {
  const wanted = parseScopes(values.scope);
  if (command === "create" && values.name && wanted) {
    const key = await createKey(db(), actor, { name: values.name, scopes: wanted }, new Date());
    process.stderr.write(`${key.id}: this is shown once.\n`);
    process.stdout.write(`${key.text}\n`);
    return true;
  }
  if (command === "list") {
    for (const { id, prefix, name, scopes, lastUsedAt, revokedAt } of await listKeys(db())) {
      const state = revokedAt ? "revoked" : lastUsedAt ? `used ${lastUsedAt.toISOString()}` : "never used";
      process.stdout.write(`${id}  ${prefix}…  ${scopes.join(",")}  ${state}  ${name}\n`);
    }
    return true;
  }
  const { data: reason } = reasonText.safeParse(values.reason);
  if (command !== "revoke" || id === undefined || reason === undefined) return false;
  await revokeKey(db(), actor, id, reason, new Date());
  return true;
}

try {
  if (!(await run(positionals))) {
    process.stderr.write(usage);
    process.exitCode = 1;
  }
} finally {
  await pool().end();
}
