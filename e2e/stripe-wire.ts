import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Stripe hears nothing; it does what it is asked and its answers are lost; it answers that it cannot. */
type Failure = "unheard" | "unanswered" | "overrun";

export type StripeWire = {
  /** For `STRIPE_API_HOST`. */
  host: string;
  /** @param what of calls whose "METHOD /path" it matches; of all where not given */
  fail: (how: Failure, what?: RegExp) => void;
  mend: () => void;
  close: () => Promise<void>;
};

/** A line to the local Stripe that a journey can break for its own server alone. */
export async function stripeWire(stripeUrl: string): Promise<StripeWire> {
  let failing: { how: Failure; what: RegExp } | null = null;

  function pass(asked: IncomingMessage, answer: ServerResponse): void {
    const hangUp = () => asked.socket.destroy();
    const how = failing?.what.test(`${asked.method} ${asked.url}`) ? failing.how : null;
    if (how === "unheard") return void hangUp();
    if (how === "overrun") {
      const body = JSON.stringify({ error: { type: "api_error", message: "overrun" } });
      return void answer.writeHead(503, { "stripe-should-retry": "false" }).end(body);
    }
    const { method, headers } = asked;
    const far = request(new URL(asked.url ?? "/", stripeUrl), { method, headers }, (told) => {
      if (how === "unanswered") return void told.resume().on("end", hangUp);
      answer.writeHead(told.statusCode ?? 502, told.headers);
      told.pipe(answer);
    });
    far.on("error", hangUp);
    asked.pipe(far);
  }

  const server = createServer(pass).listen(0, "127.0.0.1");
  await once(server, "listening");
  // SAFETY: a server that listens on a port has this kind of address.
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    fail: (how, what = /./) => {
      failing = { how, what };
    },
    mend: () => {
      failing = null;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
