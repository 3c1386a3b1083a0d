import { createHmac } from "node:crypto";

/** Stripe's header: `t=<unix seconds>,v1=<hex>`, one v1 a secret. */
export function signatureHeader(body: string, secrets: readonly string[], timestamp: number): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`,
  );
  return [`t=${timestamp}`, ...signatures].join(",");
}
