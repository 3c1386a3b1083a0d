import ipaddr from "ipaddr.js";

/**
 * Names that never lead to a server on the public internet: RFC 6761 and 6762 (with its
 * appendix G), RFC 8375 (`home.arpa`), ICANN's `internal`, RFC 7686 (`onion`), RFC 9476 (`alt`).
 * `example` and `test` are left alone: they resolve to nothing, and documentation uses them.
 */
const privateSuffixes = [
  "localhost",
  "localdomain",
  "local",
  "internal",
  "intranet",
  "private",
  "corp",
  "home",
  "lan",
  "home.arpa",
  "invalid",
  "onion",
  "alt",
];

/** Global unicast, the only IPv6 space that the public internet routes (RFC 4291 §2.4). */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

function isPrivateAddress(address: string): boolean {
  const parsed = ipaddr.parse(address);
  // Everything that is special is refused, also ranges that carry an IPv4 address inside
  // (mapped, NAT64, 6to4, Teredo): nobody prints those, and they hide private addresses.
  if (parsed.range() !== "unicast") return true;
  return parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast);
}

/**
 * Whether a host cannot be reached from the public internet. Names are judged by their
 * spelling alone; nothing is looked up.
 *
 * @param hostname as the WHATWG parser gives it (lower case, IPv6 in brackets), no trailing dot
 */
export function isPrivateHost(hostname: string): boolean {
  const address = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  if (ipaddr.isValid(address)) return isPrivateAddress(address);
  if (!hostname.includes(".")) return true;
  return privateSuffixes.some((suffix) => hostname.endsWith(`.${suffix}`));
}
