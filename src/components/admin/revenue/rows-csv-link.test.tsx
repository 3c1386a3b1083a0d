import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { routes } from "#shared/routes.ts";
import { RowsCsvLink } from "./rows-csv-link.tsx";

const filter = { figure: "paid" };

test("who may have the rows as a file gets them with one click", () => {
  const drawn = draw(
    <RowsCsvLink filter={filter} mayExport>
      All
    </RowsCsvLink>,
  );
  expect(drawn).toContain(`href="${routes.api.revenueRows(filter)}"`);
  expect(drawn).toContain("download");
});

test("for everybody else the link leads by the second factor to the rows themselves", () => {
  const drawn = draw(
    <RowsCsvLink filter={filter} mayExport={false}>
      All
    </RowsCsvLink>,
  );
  expect(drawn).toContain(`href="${routes.secondFactor(routes.adminRevenueRows(filter))}"`);
  expect(drawn).not.toContain("download");
});
