import { isIP } from "node:net";
import { addressGroup } from "./client-address.ts";

/**
 * The network that an address belongs to, as text: the /24 of IPv4, the /48 of IPv6, which is
 * what one site is given. It tells whether many sign-ups come from one place, not who they are.
 * @param address as limits count it: an IPv4 address, or an IPv6 one or its /64
 * @returns null where the address is not known
 */
export function networkOf(address: string | null): string | null {
  const plain = address?.replace(/\/\d+$/, "") ?? "";
  const version = isIP(plain);
  if (version === 4) return `${plain.slice(0, plain.lastIndexOf("."))}.0/24`;
  if (version === 6) return `${addressGroup(plain).split(":").slice(0, 3).join(":")}::/48`;
  return null;
}
