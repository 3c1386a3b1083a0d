import { headers } from "next/headers";
import { env } from "#lib/env/server.ts";
import { addressGroup, requestAddress } from "#platform/http/client-address.ts";

/** The address that limits count, of whoever sent the request at hand. */
export async function callerAddress(): Promise<string> {
  const sent = await headers();
  return addressGroup(requestAddress((name) => sent.get(name) ?? undefined, env().TRUSTED_PROXY));
}
