"use client";

import { useId } from "react";
import { Icon } from "#components/ui/icons.tsx";

type Box = { name: string; label: string; isTicked: boolean };
type Props = { legend: string; boxes: Box[]; errors: string[] };

/** Boxes of one question, each on its own, with what is wrong with all of them. */
export function TickBoxes({ legend, boxes, errors }: Props) {
  const errorId = useId();
  const isWrong = errors.length > 0;
  return (
    <fieldset className="grid gap-2" aria-describedby={isWrong ? errorId : undefined}>
      <legend className="mb-2 text-sm font-semibold">{legend}</legend>
      {boxes.map(({ name, label, isTicked }) => (
        // What a browser puts back after a refusal is what the box began with: it begins anew.
        <label key={`${name} ${isTicked}`} className="flex items-start gap-2.5">
          <input
            type="checkbox"
            name={name}
            defaultChecked={isTicked}
            aria-invalid={isWrong || undefined}
            className="mt-1 size-4 shrink-0 accent-(--ink)"
          />
          <span>{label}</span>
        </label>
      ))}
      {isWrong && (
        <p id={errorId} className="flex gap-1.5 text-sm font-medium text-magenta-ink">
          <Icon name="warning" size={16} className="mt-0.5 shrink-0" />
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}
