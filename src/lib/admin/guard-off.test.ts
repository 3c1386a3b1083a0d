import { expect, test } from "vitest";
import { configureFor } from "../../../sandbox/testing/test-database.ts";
import { isFreshEnough, requireAdmin, requireFreshAdmin } from "./guard.ts";

configureFor("postgresql://nobody@127.0.0.1:9/none");
process.env.ADMIN_SECOND_FACTOR = "off";

test("where the operator does without, an admin's role is enough, and nobody else's", () => {
  const now = new Date();
  for (const secondFactorAt of [null, new Date(0)]) {
    requireAdmin({ platformRole: "ADMIN", secondFactorAt });
    requireFreshAdmin({ platformRole: "ADMIN", secondFactorAt }, now);
    expect(isFreshEnough({ secondFactorAt }, now)).toBe(true);
    expect(() => requireAdmin({ platformRole: "USER", secondFactorAt })).toThrow("forbidden");
  }
});
