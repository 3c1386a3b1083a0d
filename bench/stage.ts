import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import pg from "pg";
import type Stripe from "stripe";
import { createStripe } from "#lib/billing/stripe.ts";
import { type ServerProcess, startServerProcess } from "../sandbox/testing/server-process.ts";
import { startWholeProduct } from "../sandbox/testing/whole-product.ts";

export type Stage = {
  variable: (name: string) => string;
  variables: NodeJS.Dict<string>;
  pool: pg.Pool;
  stripe: Stripe;
  /** The local Stripe's control surface. */
  control: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>;
  stop: () => Promise<void>;
};

/** The whole product with its stand-ins, and the ways into them that a bench needs. */
export async function openStage(settings: Record<string, string> = {}): Promise<Stage> {
  const product = await startWholeProduct(settings);
  const variables = parseEnv(readFileSync(product.envFile, "utf8"));
  const variable = (name: string): string => {
    const value = variables[name];
    if (!value) throw new Error(`${name} is missing in sandbox.env`);
    return value;
  };
  const pool = new pg.Pool({ connectionString: variable("DATABASE_URL"), max: 4 });
  return {
    variable,
    variables,
    pool,
    stripe: createStripe(variable("STRIPE_SECRET_KEY"), variable("STRIPE_API_HOST")),
    async control(method, path, body) {
      const response = await fetch(`http://${variable("STRIPE_API_HOST")}/_sandbox/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
    async stop() {
      await pool.end();
      await product.stop();
    },
  };
}

export type OwnServer = ServerProcess;

/** A server of the bench's own on the same build and stand-ins: one that may be killed. */
export function startOwnServer(stage: Stage, settings: Record<string, string>): Promise<OwnServer> {
  return startServerProcess({ ...stage.variables, LOG_LEVEL: "fatal", ...settings });
}

export const quantile = (list: readonly number[], part: number): number =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? Number.NaN;
