import { env } from "#lib/env/server.ts";
import { startScanUpkeep } from "#lib/scans/scan-upkeep.ts";
import { createListener } from "#platform/db/listener.ts";
import { pool } from "#platform/db/pool.ts";
import { countedElsewhere, gaugeElsewhere } from "#platform/metrics/metrics.ts";
import { once } from "#platform/process.ts";
import { Redirects } from "./redirects.ts";

/** The process's one redirect path, whoever asks for it first: our server or a route of Next's. */
export function redirects(): Redirects {
  return once("redirects", () => {
    const { APP_URL, TRUSTED_PROXY } = env();
    const { host, protocol } = new URL(APP_URL);
    const created = new Redirects({
      pool: pool(),
      trustedProxy: TRUSTED_PROXY,
      ownHosts: [host],
      isSecure: protocol === "https:",
    });
    measure(created);
    return created;
  });
}

/**
 * Keeps the redirect path up to date for as long as the process lives: hears of every changed
 * code, and looks after the tables of scans.
 * @returns a function that ends it; the recorder is closed by itself, after the last answer
 */
export function startRedirects(path: Redirects): () => Promise<void> {
  const listener = createListener({
    url: env().DIRECT_DATABASE_URL,
    channel: "code_changed",
    onNotification: (slug) => path.cache.invalidate(slug),
    onConnect: () => path.cache.setListening(true),
    onDisconnect: () => path.cache.setListening(false),
  });
  const stopUpkeep = startScanUpkeep(pool(), path.salts);
  return async () => {
    stopUpkeep();
    await listener.close();
  };
}

function measure({ cache, recorder, outcomes }: Redirects): void {
  countedElsewhere("visits_total", "Answers under /r/ by what they were.", "outcome", () => outcomes);
  countedElsewhere("targets_total", "Look-ups of codes in memory.", "event", () => cache.counts);
  countedElsewhere("scans_total", "Scans by what became of them.", "event", () => recorder.counts);
  gaugeElsewhere("targets_cached", "Codes held in memory.", () => cache.size);
  gaugeElsewhere("scans_waiting", "Scans that are not stored yet.", () => recorder.waiting);
  gaugeElsewhere("database_connections", "Open connections of the pool.", () => pool().totalCount);
  gaugeElsewhere("database_waiting", "Callers that wait for a connection.", () => pool().waitingCount);
}
