import { createHmac } from "node:crypto";
import { domainToASCII } from "node:url";
import mailchecker from "mailchecker";

type Provider = {
  /** The domain under which all of the provider's spellings of a mailbox are counted. */
  canonicalDomain?: string;
  /** Mail to `name+tag` reaches `name`. */
  hasPlusTags: boolean;
  /** Dots in the name make no difference. */
  ignoresDots?: boolean;
  /** Mail to `anything@name.domain` reaches `name@domain`. */
  hasSubdomainTags?: boolean;
};

/** support.google.com/mail/answer/7436150 (dots, googlemail.com), /mail/answer/22370 (tags). */
const gmail: Provider = { canonicalDomain: "gmail.com", hasPlusTags: true, ignoresDots: true };
/** support.microsoft.com, "Add or remove an email alias in Outlook.com": `name+tag@outlook.com`. */
const microsoft: Provider = { hasPlusTags: true };
/** support.apple.com/118230: who has a mac.com or me.com address has the same at icloud.com. */
const apple: Provider = { canonicalDomain: "icloud.com", hasPlusTags: true };
/** fastmail.help, "Plus addressing and subdomain addressing". */
const fastmail: Provider = { hasPlusTags: true, hasSubdomainTags: true };
/** proton.me/support/addresses-and-aliases: one name at pm.me, proton.me and protonmail.* */
const proton: Provider = { canonicalDomain: "proton.me", hasPlusTags: true };

/**
 * Only providers that say themselves how they read an address; a company's own domain at one
 * of them is left as it is. Yahoo's `-` separates a second, independent name, no tag.
 */
const providers = new Map<string, Provider>([
  ["gmail.com", gmail],
  ["googlemail.com", gmail],
  ["outlook.com", microsoft],
  ["hotmail.com", microsoft],
  ["live.com", microsoft],
  ["msn.com", microsoft],
  ["hotmail.co.uk", microsoft],
  ["hotmail.de", microsoft],
  ["hotmail.es", microsoft],
  ["hotmail.fr", microsoft],
  ["hotmail.it", microsoft],
  ["live.co.uk", microsoft],
  ["live.fr", microsoft],
  ["live.nl", microsoft],
  ["outlook.de", microsoft],
  ["outlook.es", microsoft],
  ["outlook.fr", microsoft],
  ["outlook.it", microsoft],
  ["icloud.com", apple],
  ["me.com", apple],
  ["mac.com", apple],
  ["fastmail.com", fastmail],
  ["fastmail.fm", fastmail],
  ["proton.me", proton],
  ["protonmail.com", proton],
  ["protonmail.ch", proton],
  ["pm.me", proton],
]);

function splitAddress(address: string): { local: string; domain: string } {
  // Compatibility forms (full-width letters, say) and lower case each may call for the other,
  // and may leave a space at the ends.
  const text = address.normalize("NFKC").toLowerCase().normalize("NFKC").trim();
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0));
  const typedDomain = text.slice(at + 1).replace(/\.+$/, "");
  // Empty when the parser refuses it; then what was typed has to do.
  return { local, domain: domainToASCII(typedDomain) || typedDomain };
}

/** `anything@name.fastmail.com` is `name@fastmail.com`. */
function resolveSubdomain(local: string, domain: string): { local: string; domain: string } {
  const dot = domain.indexOf(".");
  const parent = domain.slice(dot + 1);
  const isTag = dot > 0 && providers.get(parent)?.hasSubdomainTags === true;
  return isTag ? { local: domain.slice(0, dot), domain: parent } : { local, domain };
}

/**
 * One spelling for all spellings of an address that reach the same mailbox: lower case, the
 * domain in ASCII, and where the provider ignores them, no dots and no tag. It is for telling
 * whether two addresses are one person's; mail goes to the address as it was given.
 * Canonical addresses stay as they are.
 */
export function canonicalEmail(address: string): string {
  const typed = splitAddress(address);
  const { local, domain } = resolveSubdomain(typed.local, typed.domain);
  const provider = providers.get(domain);
  if (!provider) return `${local}@${domain}`;
  // A name that is nothing but a tag or dots is no mailbox of theirs: left as it is.
  const untagged = provider.hasPlusTags ? local.replace(/(?<=.)\+.*$/s, "").trim() : local;
  const name = provider.ignoresDots ? untagged.replaceAll(".", "").trim() || untagged : untagged;
  return `${name}@${provider.canonicalDomain ?? domain}`;
}

/** Whether the address is of a service that hands out mailboxes to be thrown away. */
export function isDisposableEmail(address: string): boolean {
  const labels = splitAddress(address).domain.split(".");
  const disposable = mailchecker.blacklist();
  return labels.some((_, start) => disposable.has(labels.slice(start).join(".")));
}

/**
 * What is kept of an address after its account is gone: enough to know it again, not to read it.
 *
 * @param canonical as {@link canonicalEmail} gives it
 * @returns HMAC-SHA-256 in hex
 */
export function identityHash(canonical: string, secret: string): string {
  if (secret === "") throw new Error("identityHash needs a secret");
  return createHmac("sha256", secret).update(canonical).digest("hex");
}
