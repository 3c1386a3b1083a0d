import { hash } from "node:crypto";
import Bowser from "bowser";
import { isbot } from "isbot";
import { LRUCache } from "lru-cache";
import type { HeaderLookup, TrustedProxy } from "#platform/http/client-address.ts";
import { requestCountry } from "#platform/http/client-country.ts";
import { once } from "#platform/process.ts";
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

const longestAgent = 512;
const longestHeader = 1_024;
const longestName = 60;

// Parsing an agent takes some 50 µs, and the same few thousand come again and again.
const describeAgent = parsedOnce("scans.agents", 5_000, longestAgent, parseAgent);
const preferredLanguage = parsedOnce("scans.languages", 1_000, longestHeader, parseLanguage);
const referrerHost = parsedOnce("scans.referrers", 1_000, longestHeader, parseReferrer);

/** Describes a visitor by their headers; where they are only as far as a trusted platform says so. */
export function describeVisitor(header: HeaderLookup, trustedProxy: TrustedProxy): VisitorTraits {
  const agent = describeAgent(header("user-agent") ?? "");
  return {
    device: agent.device,
    os: agent.os,
    browser: agent.browser,
    isBot: agent.isBot,
    language: preferredLanguage(header("accept-language") ?? "").tag,
    referrerHost: referrerHost(header("referer") ?? "").host,
    country: requestCountry(header, trustedProxy),
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

/**
 * Remembers what the texts that came last were parsed to. One that has to be cut is not kept:
 * for as long as a piece of a string is held, all of it is.
 */
function parsedOnce<T extends object>(
  name: string,
  max: number,
  longest: number,
  parse: (text: string) => T,
): (text: string) => T {
  const known = once(name, () => new LRUCache<string, T>({ max }));
  return (text) => {
    if (text.length > longest) return parse(text.slice(0, longest));
    let parsed = known.get(text);
    if (!parsed) {
      parsed = parse(text);
      known.set(text, parsed);
    }
    return parsed;
  };
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

/** Bowser takes the name of an unknown browser from the agent itself, whatever stands there. */
function named(name: string | undefined): string | null {
  const clean = name
    ?.replace(/[^\x20-\x7e]/g, "")
    .trim()
    .slice(0, longestName);
  return clean ? clean : null;
}

function parseLanguage(accepted: string): { tag: string | null } {
  return { tag: acceptedLanguages(accepted)[0] ?? null };
}

function parseReferrer(referrer: string): { host: string | null } {
  const url = URL.parse(referrer);
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  return { host: isWeb && url.hostname.length <= 253 ? url.hostname : null };
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
