import { isIP } from "node:net";
import { once } from "#platform/process.ts";

/**
 * What stands in front of the process and may be believed: nothing, a platform that sets headers
 * of its own, or so many proxies that each append to `X-Forwarded-For`.
 */
export type TrustedProxy = "none" | "vercel" | "cloudflare" | number;

/** Stands for an address that nobody told: it is many people's, and so none to count by. */
export const unknownAddress = "unknown";

/** Reads one request header by its lower-case name. */
export type HeaderLookup = (name: string) => string | undefined;

/** Set by our own front for the handlers behind it; whatever a client sends under it is dropped. */
export const clientAddressHeader = "x-client-address";

/** Whether requests reach Next through our front in this process, which sets the header above. */
export const front = () => once("http.front", () => ({ isServing: false }));

/**
 * The address of whoever made the request. Headers count only as far as TRUSTED_PROXY vouches
 * for them; otherwise, and when they are malformed, it is the socket's.
 */
export function clientAddress(
  header: HeaderLookup,
  socketAddress: string | undefined,
  trustedProxy: TrustedProxy,
): string {
  return fromHeaders(header, trustedProxy) ?? plainAddress(socketAddress) ?? unknownAddress;
}

/** For handlers inside Next, which see no socket. */
export function requestAddress(header: HeaderLookup, trustedProxy: TrustedProxy): string {
  const known = front().isServing ? header(clientAddressHeader) : undefined;
  return known ?? clientAddress(header, undefined, trustedProxy);
}

/** What is counted together: an IPv4 address, or the /64 that one IPv6 subscriber holds. */
export function addressGroup(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const rest = tail === "" ? [] : tail.split(":");
    while (groups.length + rest.length < 8) groups.push("0");
    groups.push(...rest);
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

function fromHeaders(header: HeaderLookup, trustedProxy: TrustedProxy): string | null {
  if (trustedProxy === "none") return null;
  if (trustedProxy === "cloudflare") return plainAddress(header("cf-connecting-ip"));
  if (trustedProxy === "vercel") {
    return plainAddress(header("x-vercel-forwarded-for")) ?? plainAddress(header("x-real-ip"));
  }
  const chain = header("x-forwarded-for");
  if (chain === undefined) return null;
  // Each proxy appends what it saw, so the n-th from the right is what the outermost of ours saw.
  if (trustedProxy === 1) return plainAddress(chain.slice(chain.lastIndexOf(",") + 1));
  return plainAddress(chain.split(",").at(-trustedProxy));
}

function plainAddress(raw: string | undefined): string | null {
  if (!raw) return null;
  let address = raw.trim();
  if (isIP(address) === 4) return address;
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(address);
  if (bracketed?.[1]) address = bracketed[1];
  else if (/^[\d.]+:\d{1,5}$/.test(address)) address = address.slice(0, address.indexOf(":"));
  address = address.toLowerCase().replace(/%.*$/, "");
  if (address.startsWith("::ffff:") && isIP(address.slice(7)) === 4) address = address.slice(7);
  return isIP(address) === 0 ? null : address;
}
