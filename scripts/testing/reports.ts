import { existsSync, readFileSync } from "node:fs";

export type Counts = { passed: number; failed: number };

/** Counts of Vitest's JSON report; a file that could not even be loaded counts as one failure. */
export function readVitestReport(file: string): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(file, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  // No test here is ever skipped on purpose, so one that did not run did not pass.
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numPendingTests + brokenFiles,
  };
}

/** Counts of Playwright's JSON report. */
export function readPlaywrightReport(file: string): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { stats, errors } = JSON.parse(readFileSync(file, "utf8")) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: unknown[];
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}
