import Stripe from "stripe";
import { readDefaults, type Settings } from "./control/settings.ts";
import { StripeFault } from "./http/errors.ts";
import type { Documents, Inners, Kind, Stored } from "./store/documents.ts";
import { createId, type RandomBytes } from "./store/ids.ts";
import { idOf } from "./store/indexes.ts";
import type { Store } from "./store/store.ts";

export const apiVersion = Stripe.API_VERSION;

export type Origin = { requestId: string | null; idempotencyKey: string | null };

/** What every rule needs: the documents, the time, ids, and a way to tell the world. */
export class Context {
  readonly store: Store;
  readonly random: RandomBytes;
  origin: Origin = { requestId: null, idempotencyKey: null };
  baseUrl = "";
  /** Set where shapes are checked: throws when an event is not Stripe's. */
  checkEvent: (event: Stripe.Event) => void = () => {};
  private readonly wallNow: () => number;
  /** While something that was due earlier is done, it is that time. */
  private ownTime: number | null = null;
  private known: { version: number; list: Stripe.WebhookEndpoint[] } = { version: -1, list: [] };

  constructor(options: { store: Store; random: RandomBytes; now: () => number }) {
    this.store = options.store;
    this.random = options.random;
    this.wallNow = options.now;
  }

  /** The sandbox's own time in unix milliseconds: the machine's, moved by the control plane. */
  nowMs(): number {
    return this.wallNow() + this.store.setting("clockOffsetMs", 0);
  }

  /** The machine's time in unix seconds: what signatures carry. */
  wallSeconds(): number {
    return Math.floor(this.wallNow() / 1000);
  }

  /** Unix seconds on a test clock, or on the sandbox's own where there is none. */
  now(clock: string | { id: string } | null | undefined = null): number {
    const found = this.store.find("test_clock", idOf(clock));
    return found?.body.frozen_time ?? this.ownTime ?? Math.floor(this.nowMs() / 1000);
  }

  /** Does what was due at a time as if it were that time. */
  at<T>(time: number, work: () => T): T {
    const before = this.ownTime;
    this.ownTime = time;
    try {
      return work();
    } finally {
      this.ownTime = before;
    }
  }

  id(prefix: string, length = 24): string {
    return createId(this.random, prefix, length);
  }

  settings(): Settings {
    return { ...readDefaults(), ...this.store.setting<Partial<Settings>>("settings", {}) };
  }

  insert<K extends Kind>(kind: K, body: Documents[K] & { id: string }, inner: Inners[K]): Stored<K> {
    return this.store.insert(kind, body.id, body, inner);
  }

  /** Changes a document and, where something changed, says so in an event with the values before. */
  change<K extends Kind>(stored: Stored<K>, type: string | null, mutate: (body: Documents[K]) => void): void {
    const before = JSON.stringify(stored.body);
    mutate(stored.body);
    this.store.save(stored);
    if (type === null || before === JSON.stringify(stored.body)) return;
    this.emit(
      type,
      stored.body,
      differences(JSON.parse(before), stored.body as unknown as Record<string, unknown>),
    );
  }

  emit(type: string, object: unknown, previous?: Record<string, unknown>): void {
    const endpoints = this.endpointsFor(type);
    const event = {
      id: this.id("evt"),
      object: "event",
      api_version: apiVersion,
      created: Math.floor(this.nowMs() / 1000),
      data: previous === undefined ? { object } : { object, previous_attributes: previous },
      livemode: false,
      pending_webhooks: endpoints.length,
      request: { id: this.origin.requestId, idempotency_key: this.origin.idempotencyKey },
      type,
    } as unknown as Stripe.Event;
    this.checkEvent(event);
    const clock = (object as { test_clock?: unknown }).test_clock;
    this.store.append("event", event.id, event, { clock: typeof clock === "string" ? clock : null });
    for (const body of endpoints) this.queueDelivery(event, body, false);
  }

  private endpointsFor(type: string): Stripe.WebhookEndpoint[] {
    if (this.known.version !== this.store.endpointsVersion) {
      const list = [...this.store.list("webhook_endpoint")].map(({ body }) => structuredClone(body));
      this.known = { version: this.store.endpointsVersion, list };
    }
    return this.known.list.filter(
      ({ status, enabled_events: wanted }) =>
        status === "enabled" && wanted.some((one) => one === "*" || one === type),
    );
  }

  queueDelivery(event: Stripe.Event, endpoint: Stripe.WebhookEndpoint, isReplay: boolean): void {
    const id = this.id("whd");
    this.store.append(
      "delivery",
      id,
      {
        id,
        event: event.id,
        type: event.type,
        endpoint: endpoint.id,
        url: endpoint.url,
        state: "pending",
        nextAttemptAt: this.nowMs(),
        attempts: [],
        isReplay,
      },
      {},
    );
  }

  /** Runs and undoes: what `work` returns is all that stays. */
  rehearse<T>(work: () => T): T {
    let result: { value: T } | null = null;
    try {
      this.store.transaction(() => {
        result = { value: work() };
        throw new Rehearsed();
      });
    } catch (error) {
      if (!(error instanceof Rehearsed)) throw error;
    }
    if (result === null) throw new StripeFault(500, { type: "api_error", message: "Nothing was rehearsed" });
    return (result as { value: T }).value;
  }
}

class Rehearsed extends Error {}

function isDifferent(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

function differences(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> {
  const previous: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!isDifferent(before[key], after[key])) continue;
    // What was not there before has no value that the declarations would allow.
    if (before[key] !== undefined) previous[key] = before[key];
  }
  // Stripe shows only what changed inside of metadata.
  const metadata = before.metadata as Record<string, unknown> | null | undefined;
  const newer = after.metadata as Record<string, unknown> | null | undefined;
  if ("metadata" in previous && metadata && newer) previous.metadata = differences(metadata, newer);
  return previous;
}
