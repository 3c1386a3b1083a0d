import { useTranslations } from "next-intl";
import { useId } from "react";
import { NeededPlan } from "#components/billing/needed-plan.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";

type Props = { href: string; closed: ClosedGate | null };

/** Downloads what is shown; closed, it can still be reached and says why. */
export function ExportButton({ href, closed }: Props) {
  const t = useTranslations("analytics");
  const id = useId();
  if (closed === null) {
    return (
      <ButtonLink href={href} icon="download" isPlain download>
        {t("export")}
      </ButtonLink>
    );
  }
  return (
    <>
      <Button icon="download" aria-disabled="true" aria-describedby={id}>
        {t("export")}
      </Button>
      <NeededPlan id={id} closed={closed} />
    </>
  );
}
