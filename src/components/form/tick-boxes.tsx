"use client";

import type { ReactNode } from "react";
import { Choice, ChoiceGroup } from "#components/ui/choice-group.tsx";

type Box = { name: string; label: ReactNode; isTicked: boolean };
type Props = { legend: string; boxes: readonly Box[]; errors: string[] };

/** Boxes of one question, each on its own. */
export function TickBoxes({ legend, boxes, errors }: Props) {
  return (
    <ChoiceGroup legend={legend} errors={errors}>
      {(isWrong) =>
        boxes.map(({ name, label, isTicked }) => (
          <Choice key={name} type="checkbox" name={name} isChosen={isTicked} isWrong={isWrong}>
            {label}
          </Choice>
        ))
      }
    </ChoiceGroup>
  );
}
