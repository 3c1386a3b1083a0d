import { PrismaPg } from "@prisma/adapter-pg";
import { once } from "#platform/process.ts";
import { Prisma as Generated, PrismaClient } from "./generated/client.ts";
import { pool } from "./pool.ts";

/** What opens transactions. */
export type PrismaRoot = PrismaClient;

/** What stores take: the client itself or the transaction at hand. */
export type Prisma = Generated.TransactionClient;

/** The process's one Prisma client; it shares its connections with `pool()`. */
export function db(): PrismaClient {
  return once("db.prisma", () => new PrismaClient({ adapter: new PrismaPg(pool()) }));
}

/** Composes raw statements; what is interpolated becomes a parameter. */
export const { sql } = Generated;
