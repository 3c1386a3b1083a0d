import type { Context } from "../context.ts";
import { apiVersion } from "../context.ts";
import type { Attempt } from "../store/documents.ts";
import { post } from "./post.ts";
import { signatureHeader } from "./signature.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Waits between attempts, about three days in all. */
const backOff = [
  minute,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  12 * hour,
  12 * hour,
  12 * hour,
  12 * hour,
];
const answerTimeoutMs = 10 * second;
const mostAtOnce = 20;
/** Where the order is to be broken, of so many waiting ones any may be next. */
const shuffledWindow = 200;
const keptAnswerLength = 2000;

/** Brings events to endpoints: signed when sent, again when refused, in no promised order. */
export class Courier {
  private readonly ctx: Context;
  private readonly underway = new Set<string>();
  private readonly answered: { id: string; attempts: Attempt[] }[] = [];
  private readonly aborts = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;
  private isWoken = false;

  constructor(ctx: Context) {
    this.ctx = ctx;
  }

  /** Looks for what is due; called after every change and when the next attempt's time has come. */
  wake(): void {
    if (this.isWoken) return;
    this.isWoken = true;
    setImmediate(() => {
      this.isWoken = false;
      this.look();
    });
  }

  private look(): void {
    if (this.isStopped) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const { deliveries } = this.ctx.settings();
    if (deliveries.isPaused) return;
    const now = this.ctx.nowMs();
    const window = deliveries.isShuffled ? shuffledWindow : mostAtOnce;
    const waiting = this.ctx.store
      .waitingDeliveries(window + this.underway.size)
      .filter(({ id }) => !this.underway.has(id))
      .map(({ id, at }) => ({ id, at: at + deliveries.delayMs }));
    const due = waiting.filter(({ at }) => at <= now);
    const next = waiting.find(({ at }) => at > now)?.at ?? Number.POSITIVE_INFINITY;
    if (deliveries.isShuffled) due.sort((a, b) => hash(a.id) - hash(b.id));
    const free = due.slice(0, Math.max(0, mostAtOnce - this.underway.size));
    if (free.length > 0) this.send(free.map(({ id }) => id));
    if (Number.isFinite(next)) {
      this.timer = setTimeout(() => this.wake(), Math.min(next - now, minute));
      this.timer.unref();
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.aborts.abort();
    while (this.underway.size > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Prepared together and recorded as they come back: a transaction each would cost more than the rest. */
  private send(ids: string[]): void {
    const prepared = this.ctx.store.transaction(() => ids.map((id) => ({ id, message: this.prepare(id) })));
    for (const { id, message } of prepared) {
      if (message === null) continue;
      this.underway.add(id);
      void Promise.all(message.copies.map(() => this.attempt(message))).then((attempts) =>
        this.note(id, attempts),
      );
    }
    if (prepared.some(({ message }) => message === null)) this.wake();
  }

  private note(id: string, attempts: Attempt[]): void {
    this.answered.push({ id, attempts });
    if (this.answered.length > 1) return;
    setImmediate(() => {
      const answered = this.answered.splice(0);
      if (!this.isStopped)
        this.ctx.store.transaction(() => {
          for (const one of answered) this.record(one.id, one.attempts);
        });
      for (const one of answered) this.underway.delete(one.id);
      this.wake();
    });
  }

  private prepare(id: string) {
    const { ctx } = this;
    const delivery = ctx.store.find("delivery", id);
    const event = ctx.store.find("event", delivery?.body.event);
    const endpoint = ctx.store.find("webhook_endpoint", delivery?.body.endpoint);
    if (delivery === null || event === null) return null;
    const { deliveries } = ctx.settings();
    const roll = () => ctx.random(4).readUInt32BE() / 2 ** 32;
    if (endpoint === null || endpoint.body.status !== "enabled" || roll() < deliveries.dropRate) {
      delivery.body.state = "dropped";
      delivery.body.nextAttemptAt = null;
      ctx.store.save(delivery);
      return null;
    }
    const now = ctx.wallSeconds();
    const secrets = endpoint.inner.secrets
      .filter(({ until }) => until === null || until > now)
      .map(({ secret }) => secret);
    const body = JSON.stringify(event.body, null, 2);
    let timestamp = now;
    let used = secrets;
    if (deliveries.signing === "old_secret") used = secrets.slice(-1);
    if (deliveries.signing === "unknown_secret") used = ["whsec_of_somebody_else"];
    if (deliveries.signing === "old_timestamp") timestamp = now - 600;
    if (deliveries.signing === "future_timestamp") timestamp = now + 86_400;
    const copies = roll() < deliveries.duplicateRate ? [1, 2] : [1];
    return { url: endpoint.body.url, body, signature: signatureHeader(body, used, timestamp), copies };
  }

  private async attempt(prepared: { url: string; body: string; signature: string }): Promise<Attempt> {
    const at = this.ctx.nowMs();
    const started = performance.now();
    const finish = (status: number | null, answer: string, error: string | null): Attempt => ({
      at,
      status,
      answer: answer.slice(0, keptAnswerLength),
      error,
      durationMs: Math.round(performance.now() - started),
    });
    try {
      const { status, answer } = await post(
        prepared.url,
        {
          headers: {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": prepared.signature,
            "Stripe-Version": apiVersion,
          },
          body: prepared.body,
        },
        { timeoutMs: answerTimeoutMs, signal: this.aborts.signal },
      );
      return finish(status, answer, null);
    } catch (error) {
      return finish(null, "", (error as Error).message);
    }
  }

  private record(id: string, attempts: Attempt[]): void {
    const { ctx } = this;
    const delivery = ctx.store.find("delivery", id);
    if (delivery === null) return;
    const { body } = delivery;
    body.attempts.push(...attempts);
    const isTaken = attempts.some(({ status }) => status !== null && status >= 200 && status < 300);
    const wait = backOff[body.attempts.length - 1];
    if (isTaken) {
      body.state = "delivered";
      body.nextAttemptAt = null;
      const event = ctx.store.find("event", body.event);
      if (event !== null && !body.isReplay) {
        event.body.pending_webhooks = Math.max(0, event.body.pending_webhooks - 1);
        ctx.store.save(event);
      }
    } else if (wait === undefined) {
      body.state = "failed";
      body.nextAttemptAt = null;
    } else body.nextAttemptAt = ctx.nowMs() + wait;
    ctx.store.save(delivery);
  }
}

function hash(text: string): number {
  let value = 0;
  for (const letter of text) value = (value * 31 + letter.charCodeAt(0)) % 1_000_003;
  return value;
}
