import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Postgres, startPostgres } from "../postgres/postgres.ts";
import { migrate } from "../prisma.ts";

export type MortalPostgres = {
  url: string;
  /** Ends it at once, open connections and what is not yet on the disk included, and starts it again. */
  crash: () => Promise<void>;
  stop: () => Promise<void>;
};

/** A migrated Postgres of one's own that keeps what it has acknowledged, as in production. */
export async function startMortalPostgres(): Promise<MortalPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "dynamicqr-mortal-"));
  chmodSync(folder, 0o755);
  let postgres: Postgres = await startPostgres({ folder });
  await migrate(postgres.url());
  return {
    url: postgres.url(),
    async crash() {
      const pid = Number(readFileSync(join(postgres.folder, "postmaster.pid"), "utf8").split("\n")[0]);
      // Its immediate shutdown: every process of it quits where it stands, nothing is written any
      // more, and the next start has to recover from the log. Killing the parent alone would leave
      // children behind that still write.
      process.kill(pid, "SIGQUIT");
      while (isRunning(pid)) await sleep(10);
      postgres = await startPostgres({ folder, port: postgres.port });
    },
    async stop() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
