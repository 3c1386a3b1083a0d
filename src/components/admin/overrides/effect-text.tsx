import { useFormatter, useTranslations } from "next-intl";
import type { Allowance, Effect } from "#lib/console/overrides/effect.ts";
import type { EffectIn } from "#lib/console/overrides/overrides.ts";

/** What an override changes: off to on, ten to three. */
export function EffectText({ effect: { before, after } }: { effect: Effect }) {
  const t = useTranslations("admin.overrides");
  const format = useFormatter();
  const words = (allowance: Allowance) => {
    if (allowance === null) return t("unlimited");
    return typeof allowance === "number" ? format.number(allowance) : t(allowance ? "on" : "off");
  };
  return before === after
    ? t("unchanged", { now: words(after) })
    : t("changed", { before: words(before), after: words(after) });
}

type Props = { title: string; effects: EffectIn[] };

/** The same for each workspace in which it counts. */
export function EffectsText({ title, effects }: Props) {
  const t = useTranslations("admin.overrides");
  if (effects.length === 0) return t("nowhere");
  return (
    <>
      <p className="font-semibold">{title}</p>
      <ul className="grid gap-1">
        {effects.map(({ workspace, effect }) => (
          <li key={workspace.id} className="wrap-anywhere">
            <bdi className="wrap-anywhere">{workspace.name}</bdi>: <EffectText effect={effect} />
          </li>
        ))}
      </ul>
    </>
  );
}
