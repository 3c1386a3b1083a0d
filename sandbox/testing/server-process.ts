import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { findFreePort } from "../ports.ts";
import { root } from "../prisma.ts";

export type ServerProcess = {
  /** The same after a crash. */
  url: string;
  /** Ends it as a power cut does, and starts it again. */
  crash: () => Promise<void>;
  /** Ends it as a power cut does. */
  kill: () => Promise<void>;
  /** Lets it end what it has begun. */
  stop: () => Promise<void>;
};

type Options = {
  /** What runs; the real server where not given. */
  program?: string;
  /** Is told what it prints, which is then not shown. */
  onOutput?: (text: string) => void;
};

/**
 * A server in a process of the caller's own, on the build that is there and a free port: one that
 * may be killed, and whose variables are its own.
 * @throws Error when it ends before it listens
 */
export async function startServerProcess(
  variables: NodeJS.Dict<string>,
  { program = "src/server/main.ts", onOutput }: Options = {},
): Promise<ServerProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let child = await start();

  async function start(): Promise<ChildProcess> {
    const output = onOutput ? "pipe" : "inherit";
    const started = fork(join(root, program), [], {
      cwd: root,
      execArgv: [],
      stdio: ["ignore", output, output, "ipc"],
      env: { ...process.env, NODE_ENV: "production", ...variables, PORT: String(port), APP_URL: url },
    });
    for (const stream of [started.stdout, started.stderr]) {
      stream?.on("data", (chunk: Buffer) => onOutput?.(chunk.toString()));
    }
    const [message] = await Promise.race([once(started, "message"), once(started, "exit")]);
    if (message?.kind !== "listening") throw new Error(`${program} ended early with ${message}`);
    return started;
  }

  async function end(how: () => void): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    how();
    await ended;
  }
  const kill = () => end(() => child.kill("SIGKILL"));

  return {
    url,
    kill,
    async crash() {
      await kill();
      child = await start();
    },
    stop: () => end(() => child.disconnect()),
  };
}
