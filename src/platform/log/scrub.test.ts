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
])("%s keeps nothing secret", (line, secret) => {
  const clean = scrub(line);
  expect(clean).not.toContain(secret);
  expect(() => JSON.parse(clean)).not.toThrow();
});

test.each([
  '{"time":"2026-11-20T12:34:56.789Z","pid":123,"msg":"listening"}',
  '{"host":"127.0.0.1","other":"0.0.0.0","six":"::1"}',
  '{"version":"7.10.0","stack":"at file:///app/src/a.ts:12:5"}',
])("%s stays as it is", (line) => {
  expect(scrub(line)).toBe(line);
});
