// Takes out of node_modules what comes along and is never used: 120 MB of it.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("../node_modules", import.meta.url));

// The npm package `node` unpacks a whole distribution and then hard-links its binary into place.
// What is left of the unpacking are headers, docs and a second npm.
rmSync(join(modules, "node/node_modules"), { recursive: true, force: true });

// Prisma ships its query compiler for every database; here is only Postgres.
const compilers = join(modules, "@prisma/client/runtime");
if (existsSync(compilers)) {
  for (const name of readdirSync(compilers)) {
    if (/^query_compiler_\w+\.(cockroachdb|mysql|sqlite|sqlserver)\./.test(name))
      rmSync(join(compilers, name));
  }
}
