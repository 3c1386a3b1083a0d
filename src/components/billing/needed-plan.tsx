import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { Link } from "#i18n/navigation.ts";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";
import { routes } from "#shared/routes.ts";

type Props = {
  closed: ClosedGate;
  /** For the control that is closed, to be described by it. */
  id?: string;
};

/** Stands beside a control that is closed: the plan that opens it and, pressed, the way there. */
export function NeededPlan({ closed: { plan }, id }: Props) {
  const t = useTranslations("billing");
  if (plan === null) {
    return (
      <span id={id} title={t("closed.denied")}>
        <Badge>{t("closed.off")}</Badge>
        <span className="sr-only">{t("closed.denied")}</span>
      </span>
    );
  }
  const name = t(`plans.${plan}`);
  return (
    <Link
      id={id}
      href={routes.billing}
      title={t("closed.needs", { plan: name })}
      className="inline-flex min-h-6 items-center rounded-sm hover:[&>span]:underline"
    >
      <Badge tone="solid">{name}</Badge>
      <span className="sr-only">{t("closed.needs", { plan: name })}</span>
    </Link>
  );
}
