import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import Stripe from "stripe";
import { prismaVersion } from "#platform/db/prisma.ts";

/** What runs; null where it cannot be told. */
export type Versions = {
  app: string | null;
  commit: string | null;
  node: string;
  next: string | null;
  prisma: string;
  stripe: string;
};

/** Read from the folder that the process was started in; a platform may have brought less of it along. */
export async function readVersions(root: string): Promise<Versions> {
  const [app, next, commit] = await Promise.all([
    packageVersion(root),
    packageVersion(join(root, "node_modules", "next")),
    readCommit(join(root, ".git")),
  ]);
  return {
    app,
    commit,
    node: process.versions.node,
    next,
    prisma: prismaVersion,
    stripe: Stripe.API_VERSION,
  };
}

async function packageVersion(folder: string): Promise<string | null> {
  const text = await textOf(join(folder, "package.json"));
  const version: unknown = text === null ? null : JSON.parse(text).version;
  return typeof version === "string" ? version : null;
}

/** The commit that is checked out, where the folder is a checkout. */
async function readCommit(git: string): Promise<string | null> {
  const head = (await textOf(join(git, "HEAD")))?.trim() ?? "";
  const branch = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
  const commit = branch === undefined ? head : ((await textOf(join(git, branch)))?.trim() ?? "");
  return /^[\da-f]{40}$/.test(commit) ? commit : null;
}

/** Names of the migrations that this version brings; null where their folder is not there. */
export async function listOwnMigrations(root: string): Promise<string[] | null> {
  try {
    const entries = await readdir(join(root, "prisma", "migrations"), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return null;
  }
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return null;
  }
}
