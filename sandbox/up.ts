import { mkdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { demoDomain } from "../prisma/seed/people.ts";
import { seedDemo } from "../prisma/seed/seed.ts";
import { readKeys } from "./auth/keys.ts";
import { isPortFree } from "./ports.ts";
import { migrate, root } from "./prisma.ts";
import { buildProduct, generateClient } from "./up/build.ts";
import { readDemoPasswords } from "./up/demo-passwords.ts";
import { seedDemoPlan } from "./up/demo-plan.ts";
import { apiHost } from "./up/local-stripe.ts";
import { lockFolder } from "./up/lock.ts";
import { bareEnvironment, type Options, readOptions } from "./up/options.ts";
import { writeSandboxEnv } from "./up/sandbox-env.ts";
import { hostOf, printScreen } from "./up/screen.ts";
import { endOf, startServer } from "./up/server.ts";
import { type Services, startServices } from "./up/services.ts";
import { step, UpError } from "./up/steps.ts";

/** What was started, in order; stopped the other way round. */
const running: { name: string; stop: () => Promise<void> | void }[] = [];
let isStopping = false;

async function up(): Promise<void> {
  const started = performance.now();
  const options = readOptions(process.argv.slice(2), process.env, root);
  mkdirSync(options.dataDir, { recursive: true });
  const lock = await lockFolder(options.dataDir, "up");
  if (!lock.isHeld) {
    console.log(`DynamicQR already runs on ${options.dataDir}: ${lock.told}\nStop it there first (Ctrl-C).`);
    process.exit(0);
  }
  running.push({ name: "lock", stop: lock.release });
  lock.tell(`${options.appUrl} (process ${process.pid}, still starting)`);
  await requireFreePort(options);

  console.log(`Starting DynamicQR (data in ${options.dataDir})`);
  await step("Prisma's client", generateClient);
  const services = options.isReal ? null : await startServices(options);
  if (services !== null) running.push({ name: "stand-ins", stop: services.stop });
  const values = describe(options, services);
  const passwords = services === null ? {} : readDemoPasswords(join(options.dataDir, "demo-passwords.json"));
  await prepareDatabase(options, services, passwords);
  await step("build", buildProduct);

  const server = await step("server", () =>
    startServer({
      env: { ...bareEnvironment(process.env), ...values, NODE_ENV: "production" } as NodeJS.ProcessEnv,
      host: options.host,
      port: options.port,
      logFolder: join(options.dataDir, "logs"),
    }),
  );
  running.push({ name: "server", stop: server.stop });
  server.onExit(() => {
    console.error(`The server ended by itself. The end of ${server.logFile}:\n${endOf(server.logFile)}`);
    void down(1);
  });
  if (services?.stripe) await step("demo plan", () => sellDemoPlan(services));
  const other = describeForOthers(services, passwords);
  writeSandboxEnv(join(options.dataDir, "sandbox.env"), { ...values, ...other });
  lock.tell(`${options.appUrl} (process ${process.pid})`);
  printScreen(options, services, passwords, (performance.now() - started) / 1000);
}

async function requireFreePort(options: Options): Promise<void> {
  if (await isPortFree(options.port, options.host)) return;
  throw new UpError(
    `Port ${options.port} is taken by another program. Stop that one, or choose another port: ` +
      `PORT=${options.port + 10} npm run up`,
  );
}

/** The server's configuration: the stand-ins', or what `.env.local` says. */
function describe(options: Options, services: Services | null): Record<string, string> {
  const keys = services?.keys ?? readKeys(join(options.dataDir, "keys.json"));
  return {
    APP_SECRET: keys.appSecret,
    JOBS_SECRET: keys.jobsSecret,
    ...options.fromFile,
    ...options.fromShell,
    APP_ENV: "local",
    APP_URL: options.appUrl,
    PORT: String(options.port),
    HOST: options.host,
    ...(services === null
      ? {}
      : {
          DATABASE_URL: services.postgres.url(),
          DIRECT_DATABASE_URL: services.postgres.url(),
          SUPABASE_URL: services.auth.url,
          SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
          SUPABASE_SECRET_KEY: keys.secretKey,
          SMTP_URL: `smtp://127.0.0.1:${services.mail.smtpPort}`,
          MAIL_FROM: "DynamicQR <hello@dynamicqr.test>",
          ...describeStripe(services),
        }),
  };
}

function describeStripe({ stripe, keys }: Services): Record<string, string> {
  if (!stripe) return {};
  return {
    STRIPE_SECRET_KEY: keys.stripeSecretKey,
    STRIPE_WEBHOOK_SECRET: keys.stripeWebhookSecret,
    STRIPE_API_HOST: apiHost(stripe.server),
    ...(stripe.prices as Record<string, string>),
  };
}

/** What tests and scripts want to know besides. */
function describeForOthers(
  services: Services | null,
  passwords: Record<string, string>,
): Record<string, string> {
  const logins = Object.entries(passwords).flatMap(([login, password]) => [
    [`DEMO_${login.toUpperCase()}_EMAIL`, `${login}@${demoDomain}`],
    [`DEMO_${login.toUpperCase()}_PASSWORD`, password],
  ]);
  return {
    ...(services === null ? {} : { MAILBOX_URL: services.mail.url }),
    ...Object.fromEntries(logins),
  };
}

async function prepareDatabase(
  options: Options,
  services: Services | null,
  passwords: Record<string, string>,
): Promise<void> {
  if (services === null) {
    const url = options.fromFile.DIRECT_DATABASE_URL ?? options.fromFile.DATABASE_URL ?? "";
    console.log(`  Real services from .env.local: Postgres at ${hostOf(url)}`);
    if (options.mayMigrate) await step(`migrations of ${hostOf(url)}`, () => migrate(url));
    else console.log("  Its schema is left as it is; --migrate brings it up to date");
    return;
  }
  const url = services.postgres.url();
  await step("migrations", () => migrate(url));
  await step("demo data", async () => {
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    const isSelling = services.stripe !== null;
    await seedDemo(pool, { passwords, now: new Date(), isSelling }).finally(() => pool.end());
  });
}

async function sellDemoPlan({ postgres, stripe, keys }: Services): Promise<void> {
  const price = stripe?.prices.STRIPE_PRICE_ID_MONTHLY_EUR;
  if (!stripe || !price) return;
  const pool = new pg.Pool({ connectionString: postgres.url(), max: 1 });
  await seedDemoPlan(pool, stripe.server, keys.stripeSecretKey, price).finally(() => pool.end());
}

async function down(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  console.log("\nStopping …");
  for (const { name, stop } of running.splice(0).reverse()) {
    try {
      await stop();
    } catch (error) {
      console.error(`  ${name} did not stop: ${(error as Error).message}`);
    }
  }
  console.log("Stopped.");
  process.exit(code);
}

process.on("SIGINT", () => void down(0));
process.on("SIGTERM", () => void down(0));
process.on("SIGHUP", () => void down(0));
// `npm run up` was killed: nobody is left to stop us.
process.on("disconnect", () => void down(0));

// A terminal that went away must not keep us from stopping in order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

up().catch(async (error: Error) => {
  // Stopped while it was starting: what fails then is no news.
  if (isStopping) return;
  console.error(error instanceof UpError ? `\n${error.message}` : error);
  await down(1);
});
