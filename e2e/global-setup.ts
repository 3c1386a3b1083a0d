import { startWholeProduct } from "../sandbox/testing/whole-product.ts";

/**
 * Runs the product for as long as the journeys take. With E2E_SANDBOX_ENV set, they run against
 * what runs already.
 */
export default async function globalSetup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.E2E_SANDBOX_ENV) return undefined;
  // Every journey comes from an address of its own, so that none uses up another's limits.
  const product = await startWholeProduct({ TRUSTED_PROXY: "1" });
  process.env.E2E_SANDBOX_ENV = product.envFile;
  return product.stop;
}
