import fc from "fast-check";
import { expect, test } from "vitest";
import { scrub } from "./scrub.ts";

test.each([
  ['{"password":"hunter \\" 2"}', "hunter"],
  ['{"msg":"mail to ada@example.com failed"}', "ada@"],
  ['{"err":{"message":"refused 203.0.113.9:443"}}', "203.0"],
  ['{"msg":"from 2001:db8::7 and"}', "2001:db8"],
  ['{"headers":{"cookie":["sb-a=1","b=2"]}}', "sb-a"],
  ['{"msg":"Authorization: Bearer abcdefgh12345"}', "abcdefgh"],
  ['{"url":"/auth/confirm?token_hash=abc123&type=signup"}', "abc123"],
  ['{"msg":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig"}', "eyJ"],
  ['{"msg":"postgres://user:pass-word@db/x"}', "pass-word"],
  ['{"msg":"key sk_test_51Habcdefgh"}', "51H"],
  ['{"msg":"from ::ffff:203.0.113.9 and"}', "113"],
  ['{"msg":"from 64:ff9b::203.0.113.9"}', "113"],
  ['{"msg":"it was 203.0.113.9."}', "113"],
  ['{"msg":"of-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig"}', "eyJ"],
  ['{"cookie":["a]b","c-secret"]}', "c-secret"],
  [JSON.stringify({ password: "ends in \\", kept: 1 }), "ends in"],
])("%s keeps nothing secret", (line, secret) => {
  const clean = scrub(line);
  expect(clean).not.toContain(secret);
  expect(() => JSON.parse(clean)).not.toThrow();
});

/** The value as text inside of text, so many times. */
const nested = (value: unknown, times: number): string =>
  JSON.stringify(times === 0 ? value : { msg: `body ${nested(value, times - 1)}` });

test.each([0, 1, 2, 3])(
  "what stands in JSON inside of JSON, %d deep, is no secret's hiding place",
  (times) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("hunter2", '"', "\\", " ", "]", "}")), (parts) => {
        const password = `hunter2${parts.join("")}hunter2`;
        const clean = scrub(nested({ password, cookie: [password, "x"], kept: "kept" }, times));
        expect(clean).not.toContain("hunter2");
        expect(clean).toContain("kept");
        expect(() => JSON.parse(clean)).not.toThrow();
      }),
    );
  },
);

test.each(['"hunter2 and mo', '["hunter2","and mo', "[1, 2"])(
  "text that was cut off at %s leaves the line whole",
  (secret) => {
    const clean = scrub(JSON.stringify({ msg: `{"user":"ada","cookie":${secret}`, after: 1 }));
    expect(JSON.parse(clean)).toEqual({ msg: '{"user":"ada","cookie":"[redacted]"', after: 1 });
  },
);

// Work that grows with the square of the line would take minutes here, and so run out of time.
test.each([
  "a",
  "eyJ-",
  "a.",
  "a:",
  "\\",
  '\\"',
  "a://b:",
  "a@",
  "1.",
  "sk_",
  '"to":[',
  '\\"to\\":\\"',
  "?code=",
])("200,000 characters of %j are read once", (part) => {
  expect(scrub(part.repeat(Math.ceil(200_000 / part.length)))).toBeTypeOf("string");
});

test.each([
  '{"time":"2026-11-20T12:34:56.789Z","pid":123,"msg":"listening"}',
  '{"host":"127.0.0.1","other":"0.0.0.0","six":"::1","mapped":"::ffff:127.0.0.1"}',
  '{"version":"7.10.0","stack":"at file:///app/src/a.ts:12:5"}',
])("%s stays as it is", (line) => {
  expect(scrub(line)).toBe(line);
});
