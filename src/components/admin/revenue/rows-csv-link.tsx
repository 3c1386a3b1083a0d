import type { ReactNode } from "react";
import { TextLink } from "#components/ui/text-link.tsx";
import { routes } from "#shared/routes.ts";

type Props = { filter: Record<string, string>; children: ReactNode };

/** Every row behind a figure as a file. */
export function RowsCsvLink({ filter, children }: Props) {
  return (
    <TextLink isPlain href={routes.api.revenueRows(filter)} className="text-sm" download>
      {children}
    </TextLink>
  );
}
