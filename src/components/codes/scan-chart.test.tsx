import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { ScanChart } from "./scan-chart.tsx";

const history = {
  ...{ total: 9, botTotal: 4, lastScannedAt: new Date() },
  days: [
    { day: "2026-11-20", scans: 5, botScans: 2 },
    { day: "2026-11-21", scans: 3, botScans: 1 },
  ],
};

test("each figure says how many of its scans were bots'", () => {
  const html = draw(<ScanChart history={history} hasBots />);
  for (const words of ["4 of them by bots", "3 of them by bots", "1 of them by a bot"]) {
    expect(html).toContain(words);
  }
});

test("where the plan does not tell bots apart, it is said that they are counted", () => {
  const html = draw(<ScanChart history={history} hasBots={false} />);
  expect(html).not.toContain("of them by");
  expect(html).toContain("bots are counted as well");
});
