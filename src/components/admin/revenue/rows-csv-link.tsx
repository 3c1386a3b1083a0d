import type { ReactNode } from "react";
import { TextLink } from "#components/ui/text-link.tsx";
import { routes } from "#shared/routes.ts";

type Props = {
  filter: Record<string, string>;
  /** Whether it is handed out now, without showing the second factor first. */
  mayExport: boolean;
  children: ReactNode;
};

/** Every row behind a figure as a file; a download cannot ask for the second factor on the way. */
export function RowsCsvLink({ filter, mayExport, children }: Props) {
  if (!mayExport) {
    return (
      <TextLink href={routes.secondFactor(routes.adminRevenueRows(filter))} className="text-sm">
        {children}
      </TextLink>
    );
  }
  return (
    <TextLink isPlain href={routes.api.revenueRows(filter)} className="text-sm" download>
      {children}
    </TextLink>
  );
}
