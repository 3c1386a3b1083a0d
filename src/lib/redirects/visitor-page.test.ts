import { describe, expect, test } from "vitest";
import { locales } from "#shared/locale.ts";
import { renderVisitorPage, type VisitorPage, visitorPagePolicy } from "./visitor-page.ts";

const attack = `"><script>alert(1)</script>&'`;
const pages: VisitorPage[] = [
  { kind: "paused", note: null },
  { kind: "paused", note: attack },
  { kind: "plan-paused", destination: "https://example.com/?a=1&b=%22" },
  { kind: "suspended" },
  { kind: "expired" },
  { kind: "gone" },
  { kind: "unknown" },
  { kind: "too-many", retryAfterSeconds: 22 },
  { kind: "unavailable" },
];

describe.each(locales)("in %s", (locale) => {
  test.each(pages)("$kind has one heading, its language, and nothing from elsewhere", (page) => {
    const html = renderVisitorPage(page, locale);
    expect(html.match(/<h1>[^<]+<\/h1>/g)).toHaveLength(1);
    expect(html.match(/<main>/g)).toHaveLength(1);
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).not.toMatch(/<script|\ssrc=|@import|url\(|visitor\./);
  });
});

test("the owner's note is shown as text", () => {
  const html = renderVisitorPage({ kind: "paused", note: attack }, "en");
  expect(html).toContain("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;");
});

test("the page of a plan-paused code links to the destination without telling where from", () => {
  const html = renderVisitorPage({ kind: "plan-paused", destination: "https://example.com/?a=1&b=2" }, "en");
  expect(html).toContain('href="https://example.com/?a=1&amp;b=2" rel="noreferrer nofollow"');
});

test.each([
  [1, "1 sekundę"],
  [22, "22 sekundy"],
  [25, "25 sekund"],
])("Polish counts %d seconds in the right form", (retryAfterSeconds, words) => {
  expect(renderVisitorPage({ kind: "too-many", retryAfterSeconds }, "pl")).toContain(words);
});

test("the policy allows nothing but the pages' own style", () => {
  expect(visitorPagePolicy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; /);
  expect(visitorPagePolicy).not.toContain("unsafe");
});
