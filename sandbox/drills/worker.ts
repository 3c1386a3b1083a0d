import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { receiveWebhook } from "#lib/billing/webhooks/receive-webhook.ts";
import { parseSecrets } from "#lib/billing/webhooks/verify-webhook.ts";
import { env } from "#lib/env/server.ts";
import { db } from "#platform/db/prisma.ts";
import { startJobs } from "#server/jobs.ts";
import { Refusal } from "#shared/errors.ts";

// The product's jobs and its webhook without Next: a process that can be killed in a second and
// is there again in the next. Where there is a build, drills start src/server/main.ts instead.
const secrets = parseSecrets(env().STRIPE_WEBHOOK_SECRET ?? "");

async function take(rawBody: string, signature: string | null): Promise<number> {
  try {
    await receiveWebhook(db(), { rawBody, signature, secrets }, new Date());
    return 200;
  } catch (error) {
    return error instanceof Refusal ? 400 : 503;
  }
}

const jobs = startJobs();
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const signature = request.headers["stripe-signature"];
  const status = await take(
    Buffer.concat(chunks).toString(),
    typeof signature === "string" ? signature : null,
  );
  response.writeHead(status).end();
});
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
  // SAFETY: it listens on a port of the network.
  process.send?.({ kind: "listening", port: (server.address() as AddressInfo).port });
});
process.once("disconnect", async () => {
  await jobs.stop();
  process.exit(0);
});
