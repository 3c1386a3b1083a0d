import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { root } from "../sandbox/prisma.ts";
import type { Stage } from "./stage.ts";

/** An operator's key that may grant waivers. */
export async function makeWaiverKey(stage: Stage): Promise<string> {
  const script = [join(root, "scripts/api-key.ts"), "create", "--name", "drill", "--scope", "waivers"];
  const env = { ...process.env, ...stage.variables };
  const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: root, env });
  return stdout.trim();
}

type Order = { key: string; workspaceId: string; tier: string; urls: readonly string[] };

/** A workspace whose waiver comes and goes, and what of its access was true when. */
export class ChangingAccess {
  readonly failures: string[] = [];
  changes = 0;
  readonly #order: Order;
  readonly #tiers: string[];
  /** Up to here the changes are made; the one after it may be under way. */
  #made = 0;
  #isOver = false;
  #running: Promise<void> | null = null;

  /** @param order.tier what it has without a waiver */
  constructor(order: Order) {
    this.#order = order;
    this.#tiers = [order.tier];
  }

  /** To be asked before a question: what its answer is then compared with. */
  get moment(): number {
    return this.#made;
  }

  /** What was true at some instant since that moment. */
  since(moment: number): readonly string[] {
    return this.#tiers.slice(moment);
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const { workspaceId, tier } = this.#order;
    const reason = "a drill";
    while (!this.#isOver) {
      await this.#change("elite", "POST", "/api/admin/waivers", { workspaceId, tier: "elite", reason });
      await this.#change(tier, "DELETE", `/api/admin/waivers/${workspaceId}`, { reason });
    }
  }

  /** Each server in its turn grants, and takes what the other one has granted. */
  async #change(tier: string, method: string, path: string, body: object): Promise<void> {
    const { key, urls } = this.#order;
    const url = urls[Math.ceil(this.changes++ / 2) % urls.length];
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    this.#tiers.push(tier);
    for (;;) {
      const { ok, status } = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
      // 409 and 404: it was done the first time, and the answer was lost.
      if (ok || status === 409 || status === 404) break;
      this.failures.push(`${method} ${status}`);
    }
    this.#made = this.#tiers.length - 1;
    await sleep(300);
  }
}
