import { execFile } from "node:child_process";
import { join } from "node:path";
import { parseEnv, promisify } from "node:util";
import type { SandboxKeys } from "../auth/keys.ts";
import { isPortFree } from "../ports.ts";
import { root } from "../prisma.ts";
import { type StripeServer, startStripe } from "../stripe/stripe.ts";
import type { Options } from "./options.ts";
import { step } from "./steps.ts";

export type LocalStripe = {
  server: StripeServer;
  /** The variables by which the product knows what it sells there. */
  prices: NodeJS.Dict<string>;
};

const setUpMs = 60_000;

/** The stand-in with the product's prices in it, made by the script that any account is set up with. */
export async function startLocalStripe(options: Options, keys: SandboxKeys): Promise<LocalStripe> {
  return step("Stripe", async () => {
    const beside = options.port + 2;
    const server = await startStripe({
      folder: join(options.dataDir, "stripe"),
      port: (await isPortFree(beside, "127.0.0.1")) ? beside : 0,
      keys: { secretKey: keys.stripeSecretKey, webhookSecret: keys.stripeWebhookSecret },
      webhookUrl: `http://127.0.0.1:${options.port}/api/webhooks/stripe`,
    });
    try {
      const { stdout } = await promisify(execFile)(process.execPath, ["scripts/stripe-setup.ts"], {
        cwd: root,
        timeout: setUpMs,
        env: { ...process.env, STRIPE_SECRET_KEY: keys.stripeSecretKey, STRIPE_API_HOST: apiHost(server) },
      });
      return { server, prices: parseEnv(stdout) };
    } catch (error) {
      await server.stop();
      throw error;
    }
  });
}

/** What STRIPE_API_HOST is set to. */
export function apiHost({ host, port }: StripeServer): string {
  return `${host}:${port}`;
}
