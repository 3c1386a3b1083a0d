import { describe, expect, test } from "vitest";
import { isRecoveryProof, recoveryTtlMs, signRecoveryProof } from "./recovery-proof.ts";

const now = new Date("2026-11-20T12:00:00Z");
const anna = "0190a1b2-0000-7000-8000-000000000001";
const proof = signRecoveryProof(anna, now, "secret");

describe("the proof that a recovery link was followed", () => {
  test("holds for its owner until it runs out", () => {
    expect(isRecoveryProof(proof, anna, now, "secret")).toBe(true);
    expect(isRecoveryProof(proof, anna, new Date(now.getTime() + recoveryTtlMs - 1), "secret")).toBe(true);
    expect(isRecoveryProof(proof, anna, new Date(now.getTime() + recoveryTtlMs), "secret")).toBe(false);
  });

  test("does not hold for anybody else, or under another secret", () => {
    expect(isRecoveryProof(proof, "0190a1b2-0000-7000-8000-000000000002", now, "secret")).toBe(false);
    expect(isRecoveryProof(proof, anna, now, "another")).toBe(false);
  });

  test("cannot be prolonged or made up", () => {
    const [, signed] = proof.split(".");
    expect(isRecoveryProof(`${now.getTime() + 10 * recoveryTtlMs}.${signed}`, anna, now, "secret")).toBe(
      false,
    );
    for (const made of [
      undefined,
      "",
      ".",
      "x",
      "999999999999999.",
      `${proof.slice(0, -2)}AA`,
      "1e99.AAAA",
    ]) {
      expect(isRecoveryProof(made, anna, now, "secret")).toBe(false);
    }
  });
});
