import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type Pages = {
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  close: () => Promise<void>;
};

/** Next, ready to answer. It is loaded here alone, so that a process without pages never pays for it. */
export async function preparePages(options: { isDev: boolean; port: number }): Promise<Pages> {
  const { default: next } = await import("next");
  // Not where we listen: Next calls every loopback address `localhost`, and would take a rewrite
  // by the middleware for one to another host if it knew itself by any other name.
  const app = next({
    dev: options.isDev,
    hostname: "localhost",
    port: options.port,
    dir: process.cwd(),
    // What fails is one line of our own log: see src/instrumentation.ts.
    quiet: !options.isDev,
    // Next listens for upgrades on the server it is given, and Node then no longer answers requests
    // that merely offer one, as some clients do. Only development has a use for them.
    ...(options.isDev ? {} : { httpServer: createServer() }),
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  return { handle: (req, res) => handle(req, res), close: () => app.close() };
}
