import { env } from "#lib/env/server.ts";
import { redirects } from "#lib/redirects/runtime.ts";
import { requestAddress } from "#platform/http/client-address.ts";
import { mayReadMetrics } from "#platform/metrics/access.ts";
import { metrics } from "#platform/metrics/metrics.ts";
import { route } from "#platform/next/route.ts";
import { Refusal } from "#shared/errors.ts";

/** The process's figures for Prometheus. */
export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: async (request) => {
    const { APP_ENV, METRICS_TOKEN, TRUSTED_PROXY } = env();
    const isAllowed = mayReadMetrics({
      isLocal: APP_ENV === "local",
      address: requestAddress((name) => request.headers.get(name) ?? undefined, TRUSTED_PROXY),
      authorization: request.headers.get("authorization"),
      token: METRICS_TOKEN,
    });
    if (!isAllowed) throw new Refusal("forbidden");
    redirects();
    return new Response(await metrics().metrics(), {
      headers: { "content-type": metrics().contentType, "cache-control": "no-store" },
    });
  },
});
