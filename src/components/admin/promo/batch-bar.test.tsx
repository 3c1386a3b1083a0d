import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { routes } from "#shared/routes.ts";
import { BatchBar } from "./batch-bar.tsx";

const asked = "Show your second factor to download";

test("who may have a batch as a file gets it at once, and is asked for nothing", () => {
  const drawn = draw(<BatchBar batchId="one" mayExport />);
  expect(drawn).toContain(`action="${routes.api.promoBatchExport("one")}" method="post"`);
  expect(drawn).not.toContain(asked);
});

test("for everybody else the way leads by the second factor, and back to the batch", () => {
  const drawn = draw(<BatchBar batchId="one" mayExport={false} />);
  expect(drawn).toContain(asked);
  expect(drawn).toContain(`href="${routes.secondFactor(routes.adminPromo({ batch: "one" }))}"`);
  expect(drawn).not.toContain(routes.api.promoBatchExport("one"));
});
