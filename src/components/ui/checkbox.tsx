import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode };

/** The native box in our ink, so that it submits and toggles without a script. */
export function Checkbox({ label, hint, className, ...rest }: CheckboxProps) {
  return (
    <label className={classNames("flex items-start gap-2.5", className)}>
      <span className="relative mt-[3px] inline-grid size-[18px] shrink-0 place-items-center">
        <input
          {...rest}
          type="checkbox"
          className="peer col-start-1 row-start-1 size-full appearance-none rounded-sm border border-rule bg-paper checked:border-ink checked:bg-ink hover:border-ink forced-colors:appearance-auto"
        />
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          className="pointer-events-none invisible col-start-1 row-start-1 size-3.5 fill-none stroke-paper stroke-2 peer-checked:visible forced-colors:hidden"
        >
          <path d="M2.5 8.5l3.5 3.5 7.5-8" />
        </svg>
      </span>
      <span>
        {label}
        {hint && <span className="block text-sm text-ink-soft">{hint}</span>}
      </span>
    </label>
  );
}
