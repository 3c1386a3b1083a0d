/** Why the local Stripe must not run here, or null: it never stands beside real money. */
export function refuseToRun(
  env: Record<string, string | undefined>,
  keys: { secretKey: string },
): string | null {
  if (env.APP_ENV === "production") return "The local Stripe does not run with APP_ENV=production.";
  const isLive = (value: string | undefined) => /^(sk|rk)_live_/.test(value ?? "");
  if (isLive(keys.secretKey)) return "The local Stripe does not take a live key.";
  const live = Object.entries(env).find(([, value]) => isLive(value));
  if (live !== undefined) return `${live[0]} holds a live key: the local Stripe does not run beside it.`;
  return keys.secretKey.startsWith("sk_test_") ? null : "The key of the local Stripe begins with sk_test_.";
}
