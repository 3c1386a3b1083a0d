import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startRedisServer } from "../sandbox/testing/redis-server.ts";
import { ChangingAccess, makeWaiverKey } from "./changing-access.ts";
import { figuresOf, type Phase, printFigures } from "./phases.ts";
import { signIn } from "./sign-in.ts";
import { type OwnServer, openStage, startOwnServer } from "./stage.ts";
import { type SteadyLoad, type Stream, startSteadyLoad } from "./steady-load.ts";

// Two servers of the production build under the same steady load, one with Redis and one without,
// while Redis freezes, dies and forgets, and a waiver comes and goes. Nobody may get a wrong answer or
// wait for Redis, and while it is away the server that has one must be as quick as the one without.
// A wait in vain costs 100 ms: a quarter of it would show.
const bars = { slowerMs: 250, breakerMs: 1_000, medianRatio: 1.25, medianMs: 25 };
const { values } = parseArgs({ options: { seconds: { type: "string", default: "10" } } });
const phaseMs = Number(values.seconds) * 1_000;
const demos = ["FREE", "TRIAL", "PRO", "AFFILIATE", "ADMIN"];
const streams = ["redirect", "entitlements", "page"];

let isWithin = true;
function judge(what: string, isHeld: boolean): void {
  if (!isHeld) isWithin = false;
  console.log(`  ${what.padEnd(80)} ${isHeld ? "held" : "MISSED"}`);
}

const stage = await openStage();
const redisServer = await startRedisServer();
const servers = {
  with: await startOwnServer(stage, { REDIS_URL: redisServer.url }),
  without: await startOwnServer(stage, { REDIS_URL: "" }),
};

type Visitor = {
  cookie: string;
  /** What they are always told; null for the one whose access changes. */
  tier: string | null;
};

async function signInAll(): Promise<Visitor[]> {
  const supabase = {
    url: stage.variable("SUPABASE_URL"),
    publishableKey: stage.variable("SUPABASE_PUBLISHABLE_KEY"),
  };
  const visitors: Visitor[] = [];
  for (const name of demos) {
    const email = stage.variable(`DEMO_${name}_EMAIL`);
    const cookie = await signIn(supabase, { email, password: stage.variable(`DEMO_${name}_PASSWORD`) });
    const { tier } = await askEntitlements(servers.without, cookie);
    visitors.push({ cookie, tier: name === "FREE" ? null : tier });
  }
  return visitors;
}

async function askEntitlements(
  { url }: OwnServer,
  cookie: string,
): Promise<{ status: number; tier: string }> {
  const answer = await fetch(`${url}/api/entitlements`, { headers: { cookie } });
  const { tier } = (await answer.json()) as { tier: string };
  return { status: answer.status, tier };
}

async function statusOf(url: string, cookie = ""): Promise<number> {
  const answer = await fetch(url, { redirect: "manual", headers: { cookie } });
  await answer.arrayBuffer();
  return answer.status;
}

const wrong: string[] = [];
let checked = 0;

function streamsOf(
  server: OwnServer,
  visitors: readonly Visitor[],
  slugs: readonly string[],
  access: ChangingAccess,
): Stream[] {
  let turn = 0;
  const page = () => statusOf(`${server.url}/dashboard/billing`, visitors[turn++ % visitors.length]?.cookie);
  const redirect = async () =>
    (await statusOf(`${server.url}/r/${slugs[turn++ % slugs.length]}`)) === 302 ? 200 : 0;
  const entitlements = async ({ cookie, tier }: Visitor) => {
    const { moment } = access;
    const told = await askEntitlements(server, cookie);
    const allowed = tier === null ? access.since(moment) : [tier];
    if (told.status === 200) checked++;
    if (told.status === 200 && !allowed.includes(told.tier))
      wrong.push(`${told.tier} in place of ${allowed}`);
    return told.status;
  };
  return [
    { name: "redirect", pauseMs: 20, ask: redirect },
    { name: "page", pauseMs: 700, ask: page },
    // A person may ask three hundred times a minute, of both servers together.
    ...visitors.map((visitor) => ({ name: "entitlements", pauseMs: 500, ask: () => entitlements(visitor) })),
  ];
}

/** After how long the server with Redis asks it, or does not any more; null when that does not come. */
async function untilRedisIs(there: boolean): Promise<number | null> {
  const started = performance.now();
  while (performance.now() - started < phaseMs) {
    const figures = await (await fetch(`${servers.with.url}/api/metrics`)).text();
    if (figures.includes(`dynamicqr_redis_there ${Number(there)}`)) return performance.now() - started;
    await sleep(10);
  }
  return null;
}

type Happening = Phase & { isAway: boolean };

async function passThrough(): Promise<Happening[]> {
  const phases: Happening[] = [];
  const pass = async (name: string, happen: () => unknown = () => {}, isAway = false) => {
    const fromMs = performance.now();
    await happen();
    await sleep(Math.max(0, fromMs + phaseMs - performance.now()));
    phases.push({ name, isAway, fromMs, toMs: performance.now() });
  };
  const leave = async (name: string, happen: () => unknown) => {
    await happen();
    const ms = await untilRedisIs(false);
    judge(`${name}: not asked any more after ${ms?.toFixed(0)} ms`, ms !== null && ms <= bars.breakerMs);
  };
  const comeBack = async (name: string, happen: () => unknown) => {
    await happen();
    const ms = await untilRedisIs(true);
    judge(`${name}: asked again after ${ms?.toFixed(0)} ms`, ms !== null);
  };
  const flush = async () => {
    for (let turn = 0; turn < 10; turn++) {
      await redisServer.flush();
      await sleep(phaseMs / 12);
    }
  };
  await pass("undisturbed");
  await pass("frozen", () => leave("frozen", redisServer.freeze), true);
  await pass("thawed", () => comeBack("thawed", redisServer.thaw));
  await pass("killed", () => leave("killed", redisServer.kill), true);
  await pass("started again", () => comeBack("started again", redisServer.restart));
  await pass("flushed", flush);
  await pass("afterwards");
  return phases;
}

type Loads = Record<keyof typeof servers, SteadyLoad>;
function compare(stream: string, phases: readonly Happening[], loads: Loads): void {
  const both = (chosen: readonly Happening[]) => ({
    ours: figuresOf(loads.with.samples, stream, chosen),
    other: figuresOf(loads.without.samples, stream, chosen),
  });
  console.log(
    `\n  ${stream.padEnd(14)}  median     p99     max  |  median     p99     max  without Redis, ms`,
  );
  const calm = both(phases.slice(0, 1)).ours.p99;
  for (const phase of phases) {
    const { ours, other } = both([phase]);
    printFigures(phase.name, [ours, other]);
    // What the machine does to both is not Redis's doing.
    const mostMs = Math.max(calm, other.max) + bars.slowerMs;
    if (ours.max > mostMs) judge(`${stream}, ${phase.name}: at most ${mostMs.toFixed(0)} ms`, false);
  }
  const level = (when: string, chosen: readonly Happening[]) => {
    const { ours, other } = both(chosen);
    const most = other.median * bars.medianRatio + bars.medianMs;
    const medians = `${ours.median.toFixed(1)} ms, without ${other.median.toFixed(1)} ms`;
    judge(`${stream}, ${when}: ${medians}`, ours.median <= most);
  };
  level(
    "while Redis is away",
    phases.filter(({ isAway }) => isAway),
  );
  level("afterwards", phases.slice(-1));
}

async function makeAccess(): Promise<ChangingAccess> {
  const { rows } = await stage.pool.query<{ id: string }>(
    "SELECT m.workspace_id AS id FROM workspace_members m JOIN profiles p ON p.id = m.profile_id WHERE p.email = $1",
    [stage.variable("DEMO_FREE_EMAIL")],
  );
  const workspaceId = rows[0]?.id ?? "";
  const urls = [servers.with.url, servers.without.url];
  return new ChangingAccess({ key: await makeWaiverKey(stage), workspaceId, tier: "starter", urls });
}

async function load(
  visitors: readonly Visitor[],
  access: ChangingAccess,
): Promise<() => Loads & { stop: () => Promise<unknown> }> {
  const { rows } = await stage.pool.query<{ slug: string }>(
    "SELECT slug FROM qr_codes WHERE is_active AND deleted_at IS NULL AND expires_at IS NULL LIMIT 50",
  );
  const slugs = rows.map(({ slug }) => slug);
  return () => {
    const [ours, other] = [
      startSteadyLoad(streamsOf(servers.with, visitors, slugs, access)),
      startSteadyLoad(streamsOf(servers.without, visitors, slugs, access)),
    ];
    return { with: ours, without: other, stop: () => Promise.all([ours.stop(), other.stop()]) };
  };
}

try {
  const access = await makeAccess();
  const start = await load(await signInAll(), access);
  const warmUp = start();
  await sleep(phaseMs);
  await warmUp.stop();

  access.start();
  const loads = start();
  const phases = await passThrough();
  await loads.stop();
  await access.stop();
  for (const stream of streams) compare(stream, phases, loads);
  console.log("");
  const all = [...loads.with.samples, ...loads.without.samples];
  for (const stream of streams) {
    const asked = all.filter((one) => one.stream === stream);
    const failed = asked.filter(({ status }) => status !== 200).length;
    judge(`${stream}: ${failed} of ${asked.length} failed`, failed === 0);
  }
  const { changes, failures } = access;
  judge(
    `changes of access: ${failures.length} of ${changes} failed ${failures[0] ?? ""}`,
    failures.length === 0,
  );
  judge(`answers on access: ${wrong.length} of ${checked} wrong ${wrong[0] ?? ""}`, wrong.length === 0);
} finally {
  await Promise.all([servers.with.stop(), servers.without.stop()]);
  await redisServer.stop();
  await stage.stop();
}
process.exit(isWithin ? 0 : 1);
