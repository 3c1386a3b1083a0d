import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import { Icon } from "./icons.tsx";

export type ControlProps = {
  id: string;
  name: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, in the reader's language; more than one is shown as lines. */
  error?: string | string[];
  /** Said beside the label, such as "optional". */
  note?: ReactNode;
  className?: string;
  children: (control: ControlProps) => ReactNode;
};

/** Ties label, hint and error to the control that its child draws from the given props. */
export function Field({ name, label, hint, error, note, className, children }: FieldProps) {
  const id = useId();
  const errors = (Array.isArray(error) ? error : [error]).filter((line) => line !== undefined && line !== "");
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = errors.length > 0 ? `${id}-error` : undefined;
  const describedBy = [errorId, hintId].filter(Boolean).join(" ") || undefined;

  return (
    <div className={classNames("grid gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="text-sm font-semibold">
          {label}
        </label>
        {note && <span className="text-xs text-ink-soft">{note}</span>}
      </div>
      {children({ id, name, "aria-describedby": describedBy, "aria-invalid": errorId ? true : undefined })}
      {errorId && (
        <div id={errorId} className="grid gap-0.5 text-sm font-medium text-magenta-ink">
          {errors.map((line) => (
            <p key={line} className="flex gap-1.5">
              <Icon name="warning" size={16} className="mt-0.5 shrink-0" />
              <span>{line}</span>
            </p>
          ))}
        </div>
      )}
      {hint && (
        <p id={hintId} className="text-sm text-ink-soft">
          {hint}
        </p>
      )}
    </div>
  );
}
