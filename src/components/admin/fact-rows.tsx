import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";

/** What something says of itself: names on the left, values on the right. */
export function FactRows({ facts }: { facts: [name: string, value: ReactNode][] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="caption">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An address to hand on. */
export function CopyableLink({ link, label }: { link: string; label: string }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="font-mono text-sm break-all">{link}</span>
      <CopyButton text={link} label={label} />
    </span>
  );
}
