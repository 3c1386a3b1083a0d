import { headers } from "next/headers";
import { env } from "#lib/env/server.ts";
import { requestCountry } from "#platform/http/client-country.ts";
import { callerAddress } from "./client-address.ts";

/** From where the request at hand comes, as far as that is known. */
export async function requestCaller(): Promise<{ address: string; country: string | null }> {
  const sent = await headers();
  const country = requestCountry((name) => sent.get(name) ?? undefined, env().TRUSTED_PROXY);
  return { address: await callerAddress(), country };
}
