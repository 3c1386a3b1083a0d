import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalEmail, identityHash, isDisposableEmail } from "./email-identity.ts";

describe("spellings of one mailbox are one address", () => {
  test.each([
    [" Anna@Example.COM ", "anna@example.com"],
    ["A.n.n.a+trial@GoogleMail.com", "anna@gmail.com"],
    ["anna@gmail.com.", "anna@gmail.com"],
    ["anna+a+b@outlook.com", "anna@outlook.com"],
    ["anna+x@hotmail.co.uk", "anna@hotmail.co.uk"],
    ["anna+x@me.com", "anna@icloud.com"],
    ["anna+x@fastmail.com", "anna@fastmail.com"],
    ["x@anna.fastmail.com", "anna@fastmail.com"],
    ["anna+x@pm.me", "anna@proton.me"],
    ["anna@ŻÓŁW.pl", "anna@xn--w-uga1v8h.pl"],
    ["ａｎｎａ@gmail.com", "anna@gmail.com"],
  ])("%s is %s", (address, canonical) => {
    expect(canonicalEmail(address)).toBe(canonical);
  });
});

describe("what may be two mailboxes stays two", () => {
  test.each([
    "a.nna@example.com",
    "anna+x@example.com",
    "an.na@outlook.com",
    "an.na@icloud.com",
    "anna-x@yahoo.com",
    "x@anna.gmail.com",
    "+x@gmail.com",
    "..@gmail.com",
  ])("%s", (address) => {
    expect(canonicalEmail(address)).toBe(address);
  });
});

const local = fc.stringMatching(/^[a-z0-9]{1,20}$/);
const domain = fc.constantFrom(
  "gmail.com",
  "outlook.com",
  "icloud.com",
  "fastmail.com",
  "proton.me",
  "example.com",
);

describe("properties", () => {
  test("a canonical address stays as it is, whatever was typed", () => {
    const address = fc.oneof(
      fc.emailAddress(),
      fc.tuple(fc.string({ unit: "grapheme" }), domain).map((parts) => parts.join("@")),
      fc.string({ unit: "grapheme" }),
    );
    fc.assert(
      fc.property(address, (typed) => {
        const canonical = canonicalEmail(typed);
        expect(canonicalEmail(canonical)).toBe(canonical);
      }),
      { numRuns: 500 },
    );
  });

  test("case and spaces around never make another address", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        expect(canonicalEmail(` ${typed.toUpperCase()} `)).toBe(canonicalEmail(typed));
      }),
    );
  });

  test("at Gmail neither dots nor tags make another address", () => {
    const dots = fc.array(fc.boolean(), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(
        local,
        dots,
        fc.string(),
        fc.constantFrom("gmail.com", "googlemail.com"),
        (name, at, tag, host) => {
          const dotted = [...name]
            .map((letter, index) => (index > 0 && at[index] ? `.${letter}` : letter))
            .join("");
          expect(canonicalEmail(`${dotted}+${tag.replaceAll("@", "")}@${host}`)).toBe(`${name}@gmail.com`);
        },
      ),
    );
  });

  test("two names at one provider stay two", () => {
    fc.assert(
      fc.property(local, local, domain, (one, other, host) => {
        const isSame = canonicalEmail(`${one}@${host}`) === canonicalEmail(`${other}@${host}`);
        expect(isSame).toBe(one === other);
      }),
    );
  });

  test("subdomains of a disposable service are disposable too", () => {
    fc.assert(
      fc.property(local, local, (name, sub) => {
        expect(isDisposableEmail(`${name}@${sub}.mailinator.com`)).toBe(true);
      }),
    );
  });
});

describe("a throw-away address is known", () => {
  test.each([
    "a@mailinator.com",
    "A@MAILINATOR.COM",
    "a@yopmail.com",
    "a@guerrillamail.com",
    "a@mailinator.com.",
  ])("%s", (address) => {
    expect(isDisposableEmail(address)).toBe(true);
  });

  test.each([
    "a@gmail.com",
    "a@outlook.com",
    "a@icloud.com",
    "a@proton.me",
    "a@fastmail.com",
    "a@wp.pl",
    "a@onet.pl",
    "a@interia.pl",
    "pro@demo.dynamicqr.test",
    "mailinator.com@example.com",
    "a@notmailinator.example",
  ])("%s is not one", (address) => {
    expect(isDisposableEmail(address)).toBe(false);
  });
});

describe("the hash of an identity", () => {
  test("is HMAC-SHA-256 (RFC 4231, test case 2)", () => {
    expect(identityHash("what do ya want for nothing?", "Jefe")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  test("needs a secret, and another secret gives another hash", () => {
    expect(() => identityHash("a@example.com", "")).toThrow();
    expect(identityHash("a@example.com", "one")).not.toBe(identityHash("a@example.com", "two"));
  });
});
