import { parseArgs } from "node:util";
import { ConfigurationError, env } from "#lib/env/server.ts";
import { redirects, startRedirects } from "#lib/redirects/runtime.ts";
import { assertNotSandbox } from "#platform/db/marker.ts";
import { pool } from "#platform/db/pool.ts";
import { db } from "#platform/db/prisma.ts";
import { front } from "#platform/http/client-address.ts";
import { log } from "#platform/log/log.ts";
import { createFront, type FrontOptions } from "./front.ts";
import { startHttpServer } from "./http-server.ts";
import { startJobs } from "./jobs.ts";
import { preparePages } from "./pages.ts";

/**
 * The whole product in one process. `--redirects-only` answers short links and nothing else, with
 * `--jobs` it runs jobs too: a worker without pages. `--dev` runs Next in development.
 */
const { values: flags } = parseArgs({
  options: { "redirects-only": { type: "boolean" }, jobs: { type: "boolean" }, dev: { type: "boolean" } },
});

// Before Next is loaded, which reads it once: `npm start` is the production build.
if (!flags.dev) Object.assign(process.env, { NODE_ENV: "production" });

const drainMs = 8_000;
const storeMs = 8_000;
/** Whatever hangs after all: the process is gone by then. */
const lastResortMs = 20_000;

async function main(): Promise<void> {
  const { APP_ENV, APP_URL, HOST: host, PORT, TRUSTED_PROXY } = env();
  const isLocal = APP_ENV === "local";
  if (!isLocal) await assertNotSandbox(pool());

  const path = redirects();
  const stopRedirects = startRedirects(path);
  front().isServing = true;
  let isClosing = false;
  const pages = flags["redirects-only"]
    ? null
    : await preparePages({ isDev: flags.dev === true, port: PORT });
  const handlePage: FrontOptions["handlePage"] =
    pages?.handle ??
    ((_req, res) => {
      res.writeHead(404, { "content-length": "0" }).end();
    });
  const server = await startHttpServer(
    createFront({
      redirects: path,
      handlePage,
      appUrl: APP_URL,
      isLocal,
      trustedProxy: TRUSTED_PROXY,
      isClosing: () => isClosing,
    }),
    { host, port: PORT },
  );
  const jobs = flags["redirects-only"] && !flags.jobs ? null : startJobs();
  log().info({ port: server.port, host, pid: process.pid }, "listening");
  process.send?.({ kind: "listening", port: server.port });

  async function stop(reason: string, exitCode = 0): Promise<void> {
    if (isClosing) return;
    isClosing = true;
    log().info({ reason, scans: path.recorder.waiting }, "stopping");
    setTimeout(() => process.exit(1), lastResortMs).unref();
    const jobsStopped = jobs?.stop();
    await server.stop(drainMs);
    const lost = await path.recorder.close(storeMs);
    await stopRedirects();
    await pages?.close();
    await jobsStopped;
    await db().$disconnect();
    await Promise.race([pool().end(), new Promise((resolve) => setTimeout(resolve, 2_000))]);
    log().info({ stored: path.recorder.counts.stored, lost }, "stopped");
    process.exit(lost === 0 ? exitCode : 1);
  }
  const end = (reason: string) => void stop(reason);
  // The state is unknown, but the scans that wait are not: they are stored before the process ends.
  process.on("uncaughtException", (err) => {
    log().fatal({ err }, "uncaught exception");
    void stop("uncaughtException", 1);
  });
  process.on("unhandledRejection", (err) => log().error({ err }, "unhandled rejection"));
  // `on`: without a listener the second signal would kill us while scans are being stored, and it
  // does come: npm hands Ctrl-C on to a process that the terminal has already told.
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  // Whoever started us over IPC is gone: nobody would stop us any more.
  process.once("disconnect", () => end("disconnect"));
}

main().catch((err: unknown) => {
  if (err instanceof ConfigurationError) process.stderr.write(`${err.message}\n`);
  else if (err instanceof Error && "code" in err && err.code === "EADDRINUSE") {
    process.stderr.write(
      `Port ${env().PORT} is taken. Stop what listens there, or set PORT to another one.\n`,
    );
  } else log().fatal({ err }, "the server could not start");
  process.exitCode = 1;
  // Timers of what was already started would keep the process.
  setTimeout(() => process.exit(1), 500).unref();
});
