import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";

export type Fact = { label: string; value: ReactNode };

type Props = {
  facts: readonly Fact[];
  /** In half of a page: never three beside each other. */
  isNarrow?: boolean;
};

/** Small facts side by side, each under its name. */
export function FactList({ facts, isNarrow = false }: Props) {
  return (
    <dl className={classNames("grid gap-x-8 gap-y-3 sm:grid-cols-2", !isNarrow && "lg:grid-cols-3")}>
      {facts.map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="caption">{label}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
