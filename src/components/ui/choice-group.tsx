"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { Icon } from "./icons.tsx";

type Props = {
  legend: ReactNode;
  /** What is wrong with the choice as a whole, in the reader's language. */
  errors: string[];
  children: (isWrong: true | undefined) => ReactNode;
};

/** Boxes or buttons of one question, with what is wrong with all of them. */
export function ChoiceGroup({ legend, errors, children }: Props) {
  const errorId = useId();
  const isWrong = errors.length > 0 || undefined;
  return (
    <fieldset className="grid min-w-0 gap-2" aria-describedby={isWrong && errorId}>
      <legend className="mb-2 text-sm font-semibold">{legend}</legend>
      {children(isWrong)}
      {isWrong && (
        <p id={errorId} className="flex gap-1.5 text-sm font-medium text-magenta-ink">
          <Icon name="warning" size={16} className="mt-0.5 shrink-0" />
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}

type ChoiceProps = Pick<ComponentProps<"input">, "name" | "value" | "required"> & {
  type: "checkbox" | "radio";
  isChosen: boolean;
  isWrong?: true | undefined;
  children: ReactNode;
};

/** One box or button with its words. */
export function Choice({ isChosen, isWrong, children, ...input }: ChoiceProps) {
  return (
    <label className="flex items-start gap-2.5">
      {/* What a browser puts back after an answer is what it began with: it begins anew. */}
      <input
        key={String(isChosen)}
        {...input}
        defaultChecked={isChosen}
        aria-invalid={isWrong}
        className="mt-1 size-4 shrink-0 accent-(--ink)"
      />
      <span className="min-w-0">{children}</span>
    </label>
  );
}
