"use client";

import { ChoiceGroup } from "#components/ui/choice-group.tsx";

type Box = { name: string; label: string; isTicked: boolean };
type Props = { legend: string; boxes: Box[]; errors: string[] };

/** Boxes of one question, each on its own. */
export function TickBoxes({ legend, boxes, errors }: Props) {
  return (
    <ChoiceGroup legend={legend} errors={errors}>
      {(isWrong) =>
        boxes.map(({ name, label, isTicked }) => (
          // What a browser puts back after a refusal is what the box began with: it begins anew.
          <label key={`${name} ${isTicked}`} className="flex items-start gap-2.5">
            <input
              type="checkbox"
              name={name}
              defaultChecked={isTicked}
              aria-invalid={isWrong}
              className="mt-1 size-4 shrink-0 accent-(--ink)"
            />
            <span>{label}</span>
          </label>
        ))
      }
    </ChoiceGroup>
  );
}
