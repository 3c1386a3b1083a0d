import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "#lib/env/server.ts";
import { once } from "#platform/process.ts";
import { Prisma as Generated, PrismaClient } from "./generated/client.ts";
import { createPool, pool } from "./pool.ts";

const intakeConnections = 6;

/** What opens transactions. */
export type PrismaRoot = PrismaClient;

/** What stores take: the client itself or the transaction at hand. */
export type Prisma = Generated.TransactionClient;

/** The process's one Prisma client; it shares its connections with `pool()`. */
export function db(): PrismaClient {
  return once("db.prisma", () => new PrismaClient({ adapter: new PrismaPg(pool()) }));
}

/**
 * A client with few connections of its own, for what must be taken at once however busy the others
 * are.
 */
export function intakeDb(): PrismaClient {
  return once(
    "db.intake",
    () => new PrismaClient({ adapter: new PrismaPg(createPool(env().DATABASE_URL, intakeConnections)) }),
  );
}

/** The version of the client that was generated. */
export const prismaVersion: string = Generated.prismaVersion.client;

/** Composes raw statements; what is interpolated becomes a parameter. */
export const { sql } = Generated;
