import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPasswordProblem, maxPasswordBytes, minPasswordCharacters } from "./password-rules.ts";

describe("a new password", () => {
  test.each([
    "correct horse battery",
    "zażółć gęślą jaźń",
    "kV7-xx-pq2-Lm",
    "          a b",
    "🦊🐻🐼🦁🐯🐨🐸🐵🦄🐝",
  ])("%j is taken, whatever it is composed of", (password) => {
    expect(findPasswordProblem(password, "anna@example.test")).toBeNull();
  });

  test("of nine characters is too short, and emoji count as one each", () => {
    expect(findPasswordProblem("kV7-xx-pq")).toBe("password_short");
    expect(findPasswordProblem("🦊🐻🐼🦁🐯🐨🐸🐵🦄")).toBe("password_short");
  });

  test("may fill 72 bytes and not one more, counted as bcrypt does", () => {
    const full = "kV7-xx-pq2 Lm".repeat(6).slice(0, 72);
    expect(findPasswordProblem(full)).toBeNull();
    expect(findPasswordProblem(`${full}x`)).toBe("password_long");
    expect(findPasswordProblem(`${"ż".repeat(5)}${"ó".repeat(20)}${"ą".repeat(12)}`)).toBe("password_long");
  });

  test.each([
    "password12",
    "P@ssw0rd123!",
    "qwertyuiop",
    "Qwerty123456",
    "1234567890",
    "9876543210",
    "1qaz2wsx3edc",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "haslohaslo1",
    "!!!Admin2026!!!",
    "dynamicqr1",
  ])("%s is among the first guesses", (password) => {
    expect(findPasswordProblem(password)).toBe("password_common");
  });

  test.each(["Anna.Nowak@example.test", "anna.nowak1", "1anna.nowak!"])(
    "%s is the address of the account",
    (password) => {
      expect(findPasswordProblem(password, "anna.nowak@example.test")).toBe("password_common");
    },
  );

  test("that is taken has the length, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 90 }), (password) => {
        if (findPasswordProblem(password) !== null) return;
        expect([...password].length).toBeGreaterThanOrEqual(minPasswordCharacters);
        expect(Buffer.byteLength(password.toWellFormed())).toBeLessThanOrEqual(maxPasswordBytes);
      }),
    );
  });
});
