import fc from "fast-check";
import { expect, test } from "vitest";
import { listQueryParameters, parseListQuery } from "./list-query.ts";

test("whatever stands in the address, a query comes out", () => {
  const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined));
  fc.assert(
    fc.property(fc.record({ q: value, status: value, sort: value, page: value }), (parameters) => {
      const query = parseListQuery(parameters);
      expect(query.page).toBeGreaterThanOrEqual(1);
      expect(query.q.length).toBeLessThanOrEqual(200);
      // And it stands in the address as it was read.
      expect(parseListQuery(listQueryParameters(query))).toEqual(query);
    }),
  );
});

test("what does not fit falls back to the first page of everything, newest first", () => {
  const fallback = { q: "", status: null, sort: "newest", page: 1 };
  expect(parseListQuery({})).toEqual(fallback);
  expect(parseListQuery({ status: "gone", sort: "'; drop", page: "-3" })).toEqual(fallback);
});
