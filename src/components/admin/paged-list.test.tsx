import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { PagedList } from "./paged-list.tsx";

const place = { at: new Date("2026-11-21T12:00:00Z"), id: "00000000-0000-4000-8000-000000000001" };
const list = {
  hrefFor: (query: Record<string, string> = {}) => `/list?${new URLSearchParams(query)}`,
  filters: { state: "live" },
  isNarrowed: false,
  after: null,
  none: { title: "Nothing yet", text: "It comes here." },
};
const drawn = (props: Partial<Parameters<typeof PagedList>[0]>) =>
  draw(
    <PagedList {...list} page={{ rows: [], next: null }} {...props}>
      rows
    </PagedList>,
  );

test("an empty list says what would stand there, and one that is narrowed how to widen it", () => {
  expect(drawn({})).toContain("Nothing yet");
  expect(drawn({ isNarrowed: true })).toContain("Nothing matches");
  expect(drawn({ isNarrowed: true })).toContain("Clear filters");
});

test("an empty later page does not say that there is nothing at all", () => {
  expect(drawn({ after: place })).not.toContain("Nothing yet");
  expect(drawn({ after: place })).toContain("To the newest");
});

test("the way to the next page keeps the filters", () => {
  const first = drawn({ page: { rows: [1], next: place } });
  expect(first).toContain("rows");
  expect(first).toMatch(/href="[^"]*state=live&amp;after=[^"]+"[^>]*>Older ones/);
  expect(first).not.toContain("To the newest");
});
