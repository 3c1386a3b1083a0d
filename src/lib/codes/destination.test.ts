import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayDestination, maxDestinationLength, parseDestination } from "./destination.ts";

const ownHosts = ["qr.example.com", "go.example.com:8443"];

function hrefOf(raw: string): string {
  const parsed = parseDestination(raw, ownHosts);
  if (!parsed.ok) throw new Error(`${raw} was refused: ${parsed.reason}`);
  return parsed.href;
}

function reasonOf(raw: string): string {
  const parsed = parseDestination(raw, ownHosts);
  return parsed.ok ? `passed as ${parsed.href}` : parsed.reason;
}

describe("an address that a visitor can open passes", () => {
  test.each([
    ["https://example.com", "https://example.com/"],
    ["  https://example.com/menu \n", "https://example.com/menu"],
    ["HTTP://EXAMPLE.com/Menu?a=1#b", "http://example.com/Menu?a=1#b"],
    ["example.com/menu", "https://example.com/menu"],
    ["//example.com/menu", "https://example.com/menu"],
    ["example.com:8080/x", "https://example.com:8080/x"],
    ["example.com:8080", "https://example.com:8080/"],
    ["example.com?x=http://a.b", "https://example.com/?x=http://a.b"],
    ["https:example.com", "https://example.com/"],
    ["https://example.com./a", "https://example.com/a"],
    ["https://żółw.pl/ł", "https://xn--w-uga1v8h.pl/%C5%82"],
    ["https://example.com/a b", "https://example.com/a%20b"],
    ["https://ex_ample.example.com/", "https://ex_ample.example.com/"],
    ["https://1.1.1.1/", "https://1.1.1.1/"],
    ["https://[2606:4700::1111]/", "https://[2606:4700::1111]/"],
    ["https://shop.qr.example.com/", "https://shop.qr.example.com/"],
    ["https://local.example.com/", "https://local.example.com/"],
    ["https://example.com/@user:pass@x", "https://example.com/@user:pass@x"],
  ])("%s", (raw, href) => {
    expect(hrefOf(raw)).toBe(href);
  });
});

describe("a refusal says why", () => {
  test.each([
    ["", "destination_required"],
    [" \n\t ", "destination_required"],
    [`https://example.com/${"a".repeat(maxDestinationLength)}`, "destination_length"],
    [`https://example.com/${"ł".repeat(400)}`, "destination_length"],
    ["java\tscript:alert(1)", "destination_characters"],
    ["https://exa\nmple.com", "destination_characters"],
    ["https://example.com/\u0000", "destination_characters"],
    ["\u0001https://example.com/", "destination_characters"],
    ["https://example.com/\u007f", "destination_characters"],
    ["https://example.com/\u0085x", "destination_characters"],
    ["https://example.com/\u202egnp.exe", "destination_characters"],
    ["https://exam\u200bple.com/", "destination_characters"],
    ["https://exam\u00adple.com/", "destination_characters"],
    ["https://example.com/\u2028x", "destination_characters"],
    ["https://example.com/\ud800", "destination_characters"],
    ["https://example.com/\u3164", "destination_characters"],
    ["not an address", "destination_invalid"],
    ["/menu", "destination_invalid"],
    ["///example.com", "destination_invalid"],
    ["\\\\example.com", "destination_invalid"],
    ["?a=1", "destination_invalid"],
    ["https://", "destination_invalid"],
    ["https://example..com/", "destination_invalid"],
    ["https://example.com../", "destination_invalid"],
    [`https://${"a".repeat(64)}.com/`, "destination_invalid"],
    ["https://example.com:99999/", "destination_invalid"],
    ["javascript：alert(1)", "destination_invalid"],
    ["javascript:alert(1)", "destination_scheme"],
    ["JaVaScRiPt:alert(1)//http://example.com", "destination_scheme"],
    ["data:text/html,<script>", "destination_scheme"],
    ["mailto:a@example.com", "destination_scheme"],
    ["tel:112", "destination_scheme"],
    ["ftp://example.com/", "destination_scheme"],
    ["file:///etc/passwd", "destination_scheme"],
    ["blob:https://example.com/1", "destination_scheme"],
    ["intent://example.com#Intent;end", "destination_scheme"],
    ["foo://[", "destination_scheme"],
    ["https://user:pass@example.com/", "destination_credentials"],
    ["https://user@example.com/", "destination_credentials"],
    ["anna@example.com", "destination_credentials"],
    ["https://example.com@evil.com/", "destination_credentials"],
    ["https://qr.example.com/r/abc", "destination_own"],
    ["http://QR.EXAMPLE.COM.:8080/r/abc", "destination_own"],
    ["go.example.com/r/abc", "destination_own"],
    ["http://ｑｒ.example.com/", "destination_own"],
  ])("%j: %s", (raw, reason) => {
    expect(reasonOf(raw)).toBe(reason);
  });
});

describe("what is not on the public internet is refused in any spelling", () => {
  test.each([
    "http://localhost/",
    "localhost:3000/x",
    "http://LOCALHOST./",
    "http://foo.localhost/",
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://①②⑦.0.0.1/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "[::1]:80/x",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001::1]/",
    "http://[2001:db8::1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[ff02::1]/",
    "http://[4000::1]/",
    "http://router/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://nas.home.arpa/",
    "http://nas.lan/",
    "http://pc.localdomain/",
    "http://abcdefghij.onion/",
  ])("%s", (raw) => {
    expect(reasonOf(raw)).toBe("destination_private");
  });
});

const octet = fc.integer({ min: 0, max: 255 });
const privateIPv4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127, 224, 240, 255), octet, octet, octet),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
  fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
  fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
);

type Octets = [number, number, number, number];
const spellPart = fc.constantFrom(
  (part: number) => String(part),
  (part: number) => `0x${part.toString(16)}`,
  (part: number) => `0${part.toString(8)}`,
  (part: number) => String(part).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
);
const whole = ([a, b, c, d]: Octets) => ((a * 256 + b) * 256 + c) * 256 + d;
const spelling = fc.oneof(
  fc
    .tuple(spellPart, spellPart, spellPart, spellPart)
    .map((spell) => (octets: Octets) => octets.map((part, at) => spell[at]?.(part) ?? "").join(".")),
  fc.constantFrom(
    (octets: Octets) => String(whole(octets)),
    (octets: Octets) => `0x${whole(octets).toString(16)}`,
    ([a, ...rest]: Octets) => `${a}.${whole([0, ...rest] as Octets)}`,
    ([a, b, c, d]: Octets) => `${a}.${b}.${c * 256 + d}`,
    (octets: Octets) => `${octets.join(".")}.`,
    (octets: Octets) => `[::ffff:${octets.join(".")}]`,
    (octets: Octets) => `[::${octets.join(".")}]`,
    (octets: Octets) => `[64:ff9b::${octets.join(".")}]`,
  ),
);

const label = fc.stringMatching(/^[a-z]([a-z0-9]{0,10}[a-z0-9])?$/);
const publicHost = fc
  .tuple(label, label, fc.constantFrom("com", "pl", "example", "co.uk"))
  .map((parts) => parts.join("."));
const publicAddress = fc
  .tuple(fc.constantFrom("http://", "https://"), publicHost, fc.webPath(), fc.webQueryParameters())
  .map(([scheme, host, path, query]) => `${scheme}${host}${path || "/"}?${query}`);

describe("properties", () => {
  test("every private IPv4 address is refused in every spelling", () => {
    fc.assert(
      fc.property(
        privateIPv4,
        spelling,
        fc.constantFrom("http://", "https://", ""),
        (octets, spell, scheme) => {
          expect(reasonOf(`${scheme}${spell(octets)}/x`)).toBe("destination_private");
        },
      ),
    );
  });

  test("whatever passes is http or https on a dotted public host, and parses to itself", () => {
    const anything = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      publicAddress,
      fc
        .tuple(fc.constantFrom("javascript:", "https:", "http:/", "//", "data:"), fc.string())
        .map((p) => p.join("")),
    );
    fc.assert(
      fc.property(anything, (raw) => {
        const parsed = parseDestination(raw, ownHosts);
        if (!parsed.ok) return;
        const url = new URL(parsed.href);
        expect(["http:", "https:"]).toContain(url.protocol);
        expect(url.username + url.password).toBe("");
        expect(url.hostname).toMatch(/[.:]/);
        expect(parsed.href).toMatch(/^[\x21-\x7e]{1,2048}$/);
        expect(hrefOf(parsed.href)).toBe(parsed.href);
      }),
      { numRuns: 1000 },
    );
  });

  test("a public address passes as the browser's parser reads it, with and without its scheme", () => {
    fc.assert(
      fc.property(publicAddress, (address) => {
        expect(hrefOf(address)).toBe(new URL(address).href);
        expect(hrefOf(address.replace(/^https?:\/\//, ""))).toMatch(/^https:\/\//);
      }),
    );
  });

  test("no other scheme passes, whatever follows it", () => {
    const schemes = fc
      .stringMatching(/^[A-Za-z][A-Za-z0-9+-]{0,12}$/)
      .filter((name) => !/^https?$/i.test(name));
    fc.assert(
      fc.property(schemes, fc.string(), (name, rest) => {
        expect(parseDestination(`${name}:${rest}`, ownHosts).ok).toBe(false);
      }),
    );
  });

  test("a hidden character anywhere inside is refused", () => {
    const hidden = fc.constantFrom(
      "\u0000",
      "\t",
      "\n",
      "\r",
      "\u001f",
      "\u007f",
      "\u0080",
      "\u200b",
      "\u202e",
      "\u2066",
    );
    fc.assert(
      fc.property(publicAddress, hidden, fc.nat(), (address, character, position) => {
        const at = 1 + (position % (address.length - 1));
        const planted = address.slice(0, at) + character + address.slice(at);
        expect(reasonOf(planted)).toBe("destination_characters");
      }),
    );
  });

  test("our own host is refused on every port and path, in any case", () => {
    const port = fc.integer({ min: 1, max: 65_535 });
    fc.assert(
      fc.property(
        fc.constantFrom("qr.example.com", "Go.Example.COM", "QR.example.com."),
        port,
        fc.webPath(),
        (h, p, path) => {
          expect(reasonOf(`http://${h}:${p}${path}`)).toBe("destination_own");
        },
      ),
    );
  });
});

describe("a destination in a list", () => {
  test.each([
    ["https://example.com/", "example.com"],
    ["https://example.com/menu/", "example.com/menu/"],
    ["https://example.com/a?b=c", "example.com/a?b=c"],
    ["http://example.com/", "http://example.com"],
    ["https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"],
  ])("%s", (href, shown) => {
    expect(displayDestination(href)).toBe(shown);
  });
});
