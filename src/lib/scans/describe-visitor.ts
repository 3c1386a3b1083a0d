import { hash } from "node:crypto";
import Bowser from "bowser";
import { isbot } from "isbot";
import { LRUCache } from "lru-cache";
import type { HeaderLookup, TrustedProxy } from "#platform/http/client-address.ts";
import { acceptedLanguages } from "#shared/locale.ts";

export type Device = "mobile" | "tablet" | "desktop" | "bot" | "other";

/** What is recorded of a visitor. None of it is an address. */
export type VisitorTraits = {
  device: Device;
  os: string | null;
  browser: string | null;
  language: string | null;
  referrerHost: string | null;
  isBot: boolean;
  country: string | null;
  region: string | null;
};

type AgentTraits = Pick<VisitorTraits, "device" | "os" | "browser" | "isBot">;

// Parsing an agent takes some 50 µs, and the same few thousand come again and again.
const agents = new LRUCache<string, AgentTraits>({ max: 5_000 });
const languages = new LRUCache<string, { tag: string | null }>({ max: 1_000 });
const referrers = new LRUCache<string, { host: string | null }>({ max: 1_000 });

const longestAgent = 512;
const longestHeader = 1_024;
const longestName = 60;

/** Describes a visitor by their headers; where they are only as far as a trusted platform says so. */
export function describeVisitor(header: HeaderLookup, trustedProxy: TrustedProxy): VisitorTraits {
  const agent = describeAgent(header("user-agent"));
  return {
    device: agent.device,
    os: agent.os,
    browser: agent.browser,
    isBot: agent.isBot,
    language: preferredLanguage(header("accept-language")),
    referrerHost: hostOf(header("referer")),
    country: country(header, trustedProxy),
    region: region(header, trustedProxy),
  };
}

/**
 * 16 bytes (as 32 hex digits) that stand for one visitor on one day. The salt is random and
 * is forgotten, so that no hash can be taken back to an address.
 */
export function visitorHash(salt: string, address: string, userAgent: string | undefined): string {
  const agent = userAgent?.slice(0, longestAgent) ?? "";
  return hash("sha256", `${salt}\0${address}\0${agent}`, "hex").slice(0, 32);
}

/** A request that a browser made on a guess, before anybody asked for the page. */
export function isPrefetch(header: HeaderLookup): boolean {
  const purpose = header("sec-purpose") ?? header("purpose") ?? header("x-purpose");
  return purpose !== undefined && /\b(?:prefetch|preview)\b/i.test(purpose);
}

function describeAgent(userAgent: string | undefined): AgentTraits {
  const key = userAgent?.slice(0, longestAgent) ?? "";
  let traits = agents.get(key);
  if (!traits) {
    traits = parseAgent(key);
    agents.set(key, traits);
  }
  return traits;
}

function parseAgent(userAgent: string): AgentTraits {
  if (userAgent === "") return { device: "other", os: null, browser: null, isBot: false };
  const isBot = isbot(userAgent);
  const parsed = Bowser.parse(userAgent);
  const device = isBot ? "bot" : deviceOf(parsed.platform.type);
  return { device, os: named(parsed.os.name), browser: named(parsed.browser.name), isBot };
}

function deviceOf(type: string | undefined): Device {
  return type === "mobile" || type === "tablet" || type === "desktop" ? type : "other";
}

/** Bowser takes the name of an unknown browser from the agent itself: any text at all. */
function named(name: string | undefined): string | null {
  const clean = name
    ?.replace(/[^\x20-\x7e]/g, "")
    .trim()
    .slice(0, longestName);
  return clean ? clean : null;
}

function preferredLanguage(accepted: string | undefined): string | null {
  if (!accepted) return null;
  const key = accepted.slice(0, longestHeader);
  let known = languages.get(key);
  if (!known) {
    known = { tag: acceptedLanguages(key)[0] ?? null };
    languages.set(key, known);
  }
  return known.tag;
}

function hostOf(referrer: string | undefined): string | null {
  if (!referrer) return null;
  const key = referrer.slice(0, longestHeader);
  let known = referrers.get(key);
  if (!known) {
    known = { host: parseHost(key) };
    referrers.set(key, known);
  }
  return known.host;
}

function parseHost(referrer: string): string | null {
  const url = URL.parse(referrer);
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  return isWeb && url.hostname.length <= 253 ? url.hostname : null;
}

function country(header: HeaderLookup, trustedProxy: TrustedProxy): string | null {
  const name =
    trustedProxy === "vercel" ? "x-vercel-ip-country" : trustedProxy === "cloudflare" ? "cf-ipcountry" : null;
  const code = name && header(name)?.toUpperCase();
  // Cloudflare says XX for unknown and T1 for Tor.
  return code && /^[A-Z]{2}$/.test(code) && code !== "XX" ? code : null;
}

function region(header: HeaderLookup, trustedProxy: TrustedProxy): string | null {
  const name =
    trustedProxy === "vercel"
      ? "x-vercel-ip-country-region"
      : trustedProxy === "cloudflare"
        ? "cf-region-code"
        : null;
  const code = name && header(name)?.toUpperCase();
  return code && /^[A-Z0-9]{1,3}$/.test(code) ? code : null;
}
