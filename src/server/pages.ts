import type { IncomingMessage, ServerResponse } from "node:http";

export type Pages = {
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  close: () => Promise<void>;
};

/** Next, ready to answer. It is loaded here alone, so that a process without pages never pays for it. */
export async function preparePages(options: { isDev: boolean; host: string; port: number }): Promise<Pages> {
  const { default: next } = await import("next");
  const app = next({ dev: options.isDev, hostname: options.host, port: options.port, dir: process.cwd() });
  await app.prepare();
  const handle = app.getRequestHandler();
  return { handle: (req, res) => handle(req, res), close: () => app.close() };
}
