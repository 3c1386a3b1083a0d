import { stepOwnTime } from "../billing-engine/clock.ts";
import { openDispute, settleDispute } from "../billing-engine/disputes.ts";
import { advanceCustomer, timeOf } from "../billing-engine/own-clock.ts";
import type { Context } from "../context.ts";
import type { Api } from "../http/api.ts";
import { StripeFault } from "../http/errors.ts";
import { failRefund } from "../resources/refunds.ts";
import { requireOne } from "../resources/require-one.ts";
import { newWebhookEndpoint } from "../resources/webhook-endpoints.ts";
import type { Kind } from "../store/documents.ts";
import type { Courier } from "../webhooks/courier.ts";
import { defaultEndpointId } from "./defaults.ts";
import { readDefaults, type Settings } from "./settings.ts";

export type ControlCall = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
};
export type Control = { api: Api; ctx: Context; courier: Courier; reset: () => void };

/** What tests and people may do that Stripe would never offer: under `/_sandbox/`. */
export function answerControl(control: Control, call: ControlCall): { status: number; body: unknown } {
  const { ctx } = control;
  const path = call.path.slice("/_sandbox/".length);
  const id = /^customers\/(\w+)\/advance$/.exec(path)?.[1] ?? "";
  const name = `${call.method} ${id === "" ? path : "customers/:id/advance"}`;
  const act = acts[name];
  if (act === undefined)
    return { status: 404, body: { error: `Nothing here: ${name}`, known: Object.keys(acts) } };
  try {
    const body = ctx.store.transaction(() => act(control, call, id));
    runOwnTime(ctx);
    control.courier.wake();
    return { status: 200, body: body ?? {} };
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return { status: error.status, body: { error: error.body } };
  }
}

/** Everything that has come due on the sandbox's own time. */
export function runOwnTime(ctx: Context): void {
  while (stepOwnTime(ctx)) {
    // Each step is a transaction of its own.
  }
}

type Act = (control: Control, call: ControlCall, id: string) => unknown;

const text = (call: ControlCall, key: string): string => String(call.body[key] ?? "");
const optionalNumber = (call: ControlCall, key: string) =>
  typeof call.body[key] === "number" ? (call.body[key] as number) : undefined;

const acts: Record<string, Act> = {
  "GET health": () => ({ ok: true }),
  "GET counts": ({ api }) => ({
    unknownUrls: Object.fromEntries(api.counts.unknownUrls),
    endpoints: Object.fromEntries(api.counts.endpoints),
    violations: api.counts.violations,
    covered: [...api.schemas.covered].sort(),
  }),
  "GET settings": ({ ctx }) => ctx.settings(),
  "POST settings": ({ ctx }, { body }) => {
    const current = ctx.settings();
    const deliveries = {
      ...current.deliveries,
      ...(body.deliveries as Partial<Settings["deliveries"]> | undefined),
    };
    ctx.store.setSetting("settings", { ...current, ...body, deliveries });
    return ctx.settings();
  },
  "POST settings/reset": ({ ctx }) => {
    ctx.store.setSetting("settings", readDefaults());
    return ctx.settings();
  },
  "POST faults": ({ ctx }, call) => {
    const settings = ctx.settings();
    const fault = {
      kind: text(call, "kind") as Settings["faults"][number]["kind"],
      count: optionalNumber(call, "count") ?? 1,
      match: typeof call.body.match === "string" ? call.body.match : null,
    };
    ctx.store.setSetting("settings", { ...settings, faults: [...settings.faults, fault] });
  },
  "POST clock": ({ ctx }, call) => {
    const offset = ctx.store.setting("clockOffsetMs", 0) + (optionalNumber(call, "advance") ?? 0) * 1000;
    ctx.store.setSetting("clockOffsetMs", offset);
    return { now: ctx.now() };
  },
  "POST customers/:id/advance": ({ ctx }, call, id) => {
    const customer = requireOne(ctx, "customer", id);
    const seconds = optionalNumber(call, "seconds");
    const until = optionalNumber(call, "until") ?? timeOf(ctx, customer) + (seconds ?? 0);
    return { now: advanceCustomer(ctx, customer, until) };
  },
  "GET deliveries": ({ ctx }, call) => {
    const state = call.query.get("state");
    const filter = state === null ? {} : { customer: state };
    return { data: take(ctx, "delivery", Number(call.query.get("limit") ?? 100), filter) };
  },
  "POST deliveries/hurry": ({ ctx }) => {
    for (const stored of ctx.store.list("delivery", { customer: "pending" })) {
      stored.body.nextAttemptAt = 0;
      ctx.store.save(stored);
    }
  },
  "POST deliveries/replay": ({ ctx }, call) => {
    const event = requireOne(ctx, "event", text(call, "event"));
    for (const { body } of ctx.store.list("webhook_endpoint")) ctx.queueDelivery(event.body, body, true);
  },
  "POST webhook": ({ ctx }, call) => {
    const existing = ctx.store.find("webhook_endpoint", defaultEndpointId);
    const url = text(call, "url");
    if (existing === null)
      newWebhookEndpoint(ctx, { id: defaultEndpointId, url, events: ["*"], secret: text(call, "secret") });
    else {
      existing.body.url = url;
      ctx.store.save(existing);
    }
  },
  "POST webhook/roll": ({ ctx }, call) => {
    const stored = requireOne(ctx, "webhook_endpoint", text(call, "endpoint") || defaultEndpointId);
    const until = ctx.wallSeconds() + (optionalNumber(call, "overlapSeconds") ?? 24 * 3600);
    const secret = text(call, "secret") || ctx.id("whsec", 32);
    stored.inner.secrets = [
      { secret, until: null },
      ...stored.inner.secrets.map((one) => ({ ...one, until: one.until ?? until })),
    ];
    ctx.store.save(stored);
    return { secret };
  },
  "POST disputes": ({ ctx }, call) =>
    openDispute(ctx, requireOne(ctx, "charge", text(call, "charge")), {
      reason: text(call, "reason") || "fraudulent",
      isInquiry: call.body.isInquiry === true,
      ...(optionalNumber(call, "amount") === undefined ? {} : { amount: optionalNumber(call, "amount") }),
    }).body,
  "POST disputes/settle": ({ ctx }, call) => {
    const stored = requireOne(ctx, "dispute", text(call, "dispute"));
    settleDispute(ctx, stored, text(call, "outcome") === "won" ? "won" : "lost");
    return stored.body;
  },
  "POST refunds/fail": ({ ctx }, call) => {
    const stored = requireOne(ctx, "refund", text(call, "refund"));
    failRefund(ctx, stored);
    return stored.body;
  },
  "POST reset": (control) => control.reset(),
  "GET dump": ({ ctx }, call) => {
    const kinds = (
      call.query.get("kinds") ?? "customer,subscription,invoice,invoice_payment,charge,refund,dispute"
    ).split(",") as Kind[];
    return Object.fromEntries(kinds.map((kind) => [kind, take(ctx, kind, Number.POSITIVE_INFINITY)]));
  },
  "GET state": ({ ctx }) => ({ documents: ctx.store.exportRows() }),
  "POST state": ({ ctx }, { body }) => ctx.store.importRows(body.documents as never[]),
};

function take(ctx: Context, kind: Kind, limit: number, filter = {}): unknown[] {
  const data: unknown[] = [];
  for (const stored of ctx.store.list(kind, filter)) {
    if (data.length >= limit) break;
    data.push(structuredClone(stored.body));
  }
  return data;
}
