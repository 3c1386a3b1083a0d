import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Auth, startAuth } from "../auth/auth.ts";
import { readKeys, type SandboxKeys } from "../auth/keys.ts";
import { type Mail, startMail } from "../mail/mail.ts";
import { isPortFree } from "../ports.ts";
import { type Postgres, startPostgres } from "../postgres/postgres.ts";
import { type LocalStripe, startLocalStripe } from "./local-stripe.ts";
import type { Options } from "./options.ts";
import { step } from "./steps.ts";

export type Services = {
  postgres: Postgres;
  mail: Mail;
  auth: Auth;
  /** Null where `.env.local` names a Stripe account. */
  stripe: LocalStripe | null;
  keys: SandboxKeys;
  stop: () => Promise<void>;
};

/** Starts the local stand-ins, each on loopback and a port of its own. */
export async function startServices(options: Options): Promise<Services> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  try {
    const keys = readKeys(join(options.dataDir, "keys.json"));
    const supervised = await step("Postgres", () => startSupervisedPostgres(options));
    stops.push(supervised.stop);
    const mailPort = await portBeside(options, 1);
    const mail = await step("mailbox", () =>
      startMail({ folder: join(options.dataDir, "mail"), port: mailPort }),
    );
    stops.push(mail.stop);
    const auth = await step("Supabase Auth", () =>
      startAuth({
        databaseUrl: supervised.postgres.url(),
        keys,
        appUrl: options.appUrl,
        smtpPort: mail.smtpPort,
      }),
    );
    stops.push(auth.stop);
    const stripe = options.fromFile.STRIPE_SECRET_KEY ? null : await startLocalStripe(options, keys);
    if (stripe) stops.push(stripe.server.stop);
    return { postgres: supervised.postgres, mail, auth, stripe, keys, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Beside the product's port, where it is easy to remember; a free one if somebody is there. */
async function portBeside(options: Options, offset: number): Promise<number> {
  const port = options.port + offset;
  return (await isPortFree(port, "127.0.0.1")) ? port : 0;
}

/** A Postgres that is started again, on the same port, when it goes away without having been asked. */
async function startSupervisedPostgres(options: Options) {
  const folder = join(options.dataDir, "postgres");
  const say = (line: string) => console.log(`    ${line}`);
  let isStopping = false;
  let current = await startPostgres({ folder, say });
  const first = current;

  function watch(postgres: Postgres): void {
    postgres.onExit(async () => {
      while (!isStopping) {
        console.log("  Postgres went away; starting it again");
        await sleep(1_000);
        try {
          current = await startPostgres({ folder, port: first.port, say });
          watch(current);
          return;
        } catch (error) {
          console.error(`  ${(error as Error).message}`);
        }
      }
    });
  }
  watch(first);
  return {
    postgres: first,
    stop: async () => {
      isStopping = true;
      await current.stop();
    },
  };
}
