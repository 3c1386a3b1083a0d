import { expect, test } from "vitest";
import { draw } from "#components/draw.testing.tsx";
import { ChoiceField } from "./choice-field.tsx";
import { TextField } from "./text-field.tsx";
import { TickBoxes } from "./tick-boxes.tsx";
import type { FormFields } from "./use-form.ts";

const untouched: FormFields = { typed: (_, fallback = "") => fallback, errorsOf: () => [] };
const refused: FormFields = { typed: () => "b", errorsOf: () => ["This does not fit."] };
const choice = { name: "one", label: "Which", choices: ["a", "b"], nameOf: (one: string) => one, first: "a" };

test("a field begins with what it is given, and nothing is wrong with it", () => {
  const text = draw(<TextField fields={untouched} name="days" label="Days" first="30" required />);
  expect(text).toContain('value="30"');
  expect(text).toContain("required");
  expect(text).not.toContain("aria-invalid");
  expect(draw(<ChoiceField fields={untouched} {...choice} />)).toContain('<option value="a" selected="">');
});

test("after a refusal a field keeps what was typed, and is tied to what is wrong", () => {
  const text = draw(<TextField fields={refused} name="days" label="Days" first="30" />);
  const list = draw(<ChoiceField fields={refused} {...choice} />);
  expect(text).toContain('value="b"');
  expect(list).toContain('<option value="b" selected="">');
  for (const drawn of [text, list]) {
    const [, errorId] = /aria-describedby="([^"]+)" aria-invalid="true"/.exec(drawn) ?? [];
    expect(drawn).toContain(`id="${errorId}"`);
    expect(drawn).toContain("This does not fit.");
  }
});

test("boxes stay as they were ticked, and all are marked when the question is answered wrongly", () => {
  const boxes = [
    { name: "one", label: "One", isTicked: true },
    { name: "two", label: "Two", isTicked: false },
  ];
  const drawn = draw(<TickBoxes legend="Which?" boxes={boxes} errors={["At least one."]} />);
  expect(drawn.match(/aria-invalid="true"/g)).toHaveLength(2);
  expect(drawn.match(/checked=""/g)).toHaveLength(1);
  expect(drawn).toMatch(/name="one"[^>]*checked=""|checked=""[^>]*name="one"/);
  expect(draw(<TickBoxes legend="Which?" boxes={boxes} errors={[]} />)).not.toContain("aria-invalid");
});
