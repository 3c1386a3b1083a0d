import { parseArgs } from "node:util";
import type Stripe from "stripe";
import { cardForm, openPage } from "../sandbox/stripe/testing/browser.ts";
import { type Person, signIn } from "./sign-in.ts";
import { openStage, quantile, type Stage } from "./stage.ts";

// Stripe answers after 15 s, fails a third of its calls and drops the line after having done what
// was asked. Pages must not notice; buttons must answer in time with what can be tried again; and
// when all is well again there must be nothing twice.
const bars = { pageMs: 500, buttonMs: 11_000 };
const sick = { latencyMs: 15_000, failureRate: 0.3 };

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "20" },
    // Less for a look at it in short; what is asserted stays the same.
    latency: { type: "string", default: String(sick.latencyMs) },
  },
});
const rounds = Number(values.requests);

const stage = await openStage();
const app = stage.variable("APP_URL");
const supabase = {
  url: stage.variable("SUPABASE_URL"),
  publishableKey: stage.variable("SUPABASE_PUBLISHABLE_KEY"),
};
const demo = (name: string): Person => ({
  email: stage.variable(`DEMO_${name}_EMAIL`),
  password: stage.variable(`DEMO_${name}_PASSWORD`),
});

type Answer = { status: number; ms: number; text: string; retryAfter: string | null };

async function ask(cookie: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(app + path, {
    method,
    redirect: "manual",
    headers: { cookie, origin: app, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const retryAfter = response.headers.get("retry-after");
  return { status: response.status, ms: performance.now() - started, text, retryAfter };
}

const pages = [
  "/dashboard",
  "/dashboard/billing",
  "/dashboard/billing?checkout=done",
  "/dashboard/billing?portal=back",
  "/pricing",
];

async function fallIll({ control }: Stage): Promise<void> {
  await control("POST", "settings", { ...sick, latencyMs: Number(values.latency) });
  await control("POST", "faults", { kind: "reset_after_commit", count: 3, match: "^POST" });
}

const recover = ({ control }: Stage) => control("POST", "settings/reset");

async function measurePages(cookies: readonly string[]): Promise<void> {
  console.log("  page                                 healthy      sick   ratio");
  for (const path of pages) {
    const times = { healthy: [] as number[], sick: [] as number[] };
    for (let round = -2; round < rounds; round++) {
      for (const state of ["healthy", "sick"] as const) {
        if (state === "sick") await fallIll(stage);
        for (const cookie of cookies) {
          const { status, ms } = await ask(cookie, "GET", path);
          if (status >= 500) throw new Error(`${path} answered ${status}`);
          // The first ones warm up.
          if (round >= 0) times[state].push(ms);
        }
        if (state === "sick") await recover(stage);
      }
    }
    const [healthy, ill] = [quantile(times.healthy, 0.5), quantile(times.sick, 0.5)];
    const line = `${healthy.toFixed(0).padStart(6)} ms ${ill.toFixed(0).padStart(6)} ms  ${(ill / healthy).toFixed(2)}`;
    judge(`${path.padEnd(34)} ${line}`, ill < bars.pageMs);
  }
}

let isWithin = true;
function judge(what: string, isHeld: boolean): void {
  if (!isHeld) isWithin = false;
  console.log(`  ${what}   ${isHeld ? "held" : "MISSED"}`);
}

type Button = { cookie: string; name: string; method: string; path: string; body?: unknown };

/** Presses everything that has to speak to Stripe, while Stripe is ill. */
async function press(buttons: readonly Button[]): Promise<void> {
  await fallIll(stage);
  const answers = await Promise.all(
    buttons.map(({ cookie, method, path, body }) => ask(cookie, method, path, body)),
  );
  for (const [at, { status, ms, retryAfter, text }] of answers.entries()) {
    // Done after all, or to be tried again, and said so; never a bare failure.
    const isTold = status < 300 || status === 409 || (status === 503 && retryAfter !== null);
    const what = `${buttons[at]?.name.padEnd(34)} ${status}  ${ms.toFixed(0).padStart(6)} ms`;
    judge(what, ms <= bars.buttonMs && isTold);
    if (!isTold) console.log(`    ${text.slice(0, 200)}`);
  }
  await recover(stage);
}

type Objects = {
  customer: Stripe.Customer[];
  session: Stripe.Checkout.Session[];
  subscription: Stripe.Subscription[];
  invoice: Stripe.Invoice[];
  refund: Stripe.Refund[];
};

/** More than one of what there may be one of, by the workspace that it was made for. */
async function findTwice({ control, pool }: Stage): Promise<string[]> {
  const kinds = "customer,session,subscription,invoice,refund";
  const objects = await control<Objects>("GET", `dump?kinds=${kinds}`);
  const { rows } = await pool.query<{ id: string; workspace_id: string }>(
    "SELECT id, workspace_id FROM billing_customers",
  );
  const ours = new Map(rows.map(({ id, workspace_id: workspace }) => [id, workspace]));
  const counts = new Map<string, number>();
  const count = (what: string, id: unknown) => {
    const name = `${what} of ${ours.get(String(id)) ?? String(id)}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  for (const { id, metadata } of objects.customer) count(`customer`, metadata?.workspace_id ?? id);
  for (const { status, customer } of objects.session) if (status === "open") count("open session", customer);
  for (const { status, customer } of objects.subscription)
    if (!["canceled", "incomplete_expired"].includes(status)) count("subscription", customer);
  for (const { billing_reason: reason, customer } of objects.invoice)
    if (reason === "subscription_update") count("invoice of a change", customer);
  for (const { charge } of objects.refund) count("refund", charge);
  return [...counts].filter(([, number]) => number > 1).map(([name, number]) => `${number} × ${name}`);
}

/** Buys Pro for a person who has none, by the pages that they would use. */
async function buy(cookie: string): Promise<void> {
  const { text } = await ask(cookie, "POST", "/api/billing/checkout", { plan: "pro", interval: "month" });
  const { url } = JSON.parse(text) as { url: string };
  await (await openPage(url)).submit("complete", cardForm());
  for (let tries = 0; tries < 200; tries++) {
    const state = await ask(cookie, "GET", "/api/billing/subscription");
    if (state.text.includes('"source":"subscription"')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("what was paid is not visible");
}

async function quoteOf(cookie: string): Promise<object> {
  const target = { plan: "pro", interval: "year" };
  const { text, status } = await ask(cookie, "POST", "/api/billing/subscription/preview", target);
  if (status !== 200) throw new Error(`the preview answered ${status}: ${text}`);
  const { prorationDate, amountDueMinor } = JSON.parse(text) as Record<string, number>;
  return { ...target, prorationDate, amountDueMinor };
}

try {
  console.log(
    `slow Stripe: ${values.latency} ms, ${sick.failureRate * 100} % failing, lines cut after the deed`,
  );
  const [free, pro] = [await signIn(supabase, demo("FREE")), await signIn(supabase, demo("PRO"))];
  const state = await ask(pro, "GET", "/api/billing/subscription");
  if (!state.text.includes('"source":"subscription"')) await buy(pro);
  await measurePages([free, pro]);

  const offer = { plan: "pro", interval: "month" };
  const buttons = (quote: object): Button[] => [
    { cookie: free, name: "checkout", method: "POST", path: "/api/billing/checkout", body: offer },
    {
      cookie: free,
      name: "checkout in another tab",
      method: "POST",
      path: "/api/billing/checkout",
      body: offer,
    },
    { cookie: pro, name: "portal", method: "POST", path: "/api/billing/portal" },
    {
      cookie: pro,
      name: "preview",
      method: "POST",
      path: "/api/billing/subscription/preview",
      body: { plan: "pro", interval: "year" },
    },
    { cookie: pro, name: "change of plan", method: "PATCH", path: "/api/billing/subscription", body: quote },
  ];
  await press(buttons(await quoteOf(pro)));
  // What was under way ends in its own time.
  await new Promise((resolve) => setTimeout(resolve, Number(values.latency) * 1.5));
  for (const [at, button] of buttons(await quoteOf(pro).catch(() => offer)).entries()) {
    if (at === buttons({}).length - 1) continue;
    const { status } = await ask(button.cookie, button.method, button.path, button.body);
    judge(`${button.name}, again, when all is well: ${status}`, status < 300 || status === 409);
  }
  await press([{ cookie: pro, name: "cancellation", method: "DELETE", path: "/api/billing/subscription" }]);
  const cancelled = await ask(pro, "DELETE", "/api/billing/subscription");
  judge(`cancellation, again, when all is well: ${cancelled.status}`, cancelled.status === 200);
  const twice = await findTwice(stage);
  judge(`objects that exist twice: ${twice.join(", ") || "none"}`, twice.length === 0);
} finally {
  await stage.stop();
}
process.exit(isWithin ? 0 : 1);
