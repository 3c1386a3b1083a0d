import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { NeededPlan } from "#components/billing/needed-plan.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { getPathname } from "#i18n/navigation.ts";
import { type AnalyticsQuery, presetDays } from "#lib/analytics/query.ts";
import type { ClosedGate } from "#lib/billing/closed-gate.ts";
import { routes } from "#shared/routes.ts";

type Props = {
  query: AnalyticsQuery;
  codes: readonly { id: string; name: string }[];
  /** The first and the last day shown, for the fields that take dates. */
  range: { from: string; to: string };
  /** Days that were chosen and make no range: they stay in their fields. */
  turned: { from: string; to: string } | null;
  /** What the plan opens: without details there is nothing to choose. */
  hasDetails: boolean;
  closedBots: ClosedGate | null;
};

/** A plain GET form: what is shown stands in the address and works without scripts. */
export function Filters({ query, codes, range, turned, hasDetails, closedBots }: Props) {
  const t = useTranslations("analytics");
  const problemId = useId();
  const problem = turned ? { "aria-invalid": true, "aria-describedby": problemId } : {};
  const action = getPathname({ href: routes.analytics, locale: useLocale() });
  return (
    <search>
      <form action={action} className="group/filters flex flex-wrap items-end gap-3">
        <Field name="period" label={t("period")} className="min-w-40 flex-1 sm:flex-none">
          {(control) => (
            <Select {...control} defaultValue={turned ? "custom" : query.period} disabled={!hasDetails}>
              {presetDays.map((days) => (
                <option key={days} value={days}>
                  {t("last", { days })}
                </option>
              ))}
              <option value="custom" className="is-custom">
                {t("custom")}
              </option>
            </Select>
          )}
        </Field>
        <div className="hidden gap-3 group-has-[.is-custom:checked]/filters:flex max-sm:w-full">
          {(["from", "to"] as const).map((name) => (
            <Field key={name} name={name} label={t(name)} className="min-w-0 flex-1">
              {(control) => (
                <Input
                  {...control}
                  {...problem}
                  type="date"
                  defaultValue={(turned ?? range)[name]}
                  disabled={!hasDetails}
                />
              )}
            </Field>
          ))}
        </div>
        <Field name="code" label={t("code")} className="min-w-40 flex-1 sm:max-w-72">
          {(control) => (
            <Select {...control} defaultValue={query.code ?? ""} disabled={!hasDetails}>
              <option value="">{t("all_codes")}</option>
              {hasDetails &&
                codes.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
            </Select>
          )}
        </Field>
        <BotSwitch isOn={query.bots === "with"} hasDetails={hasDetails} closed={closedBots} />
        <Button type="submit" disabled={!hasDetails}>
          {t("apply")}
        </Button>
        {turned && (
          <div id={problemId} className="basis-full">
            <FormMessage>{t("turned")}</FormMessage>
          </div>
        )}
      </form>
    </search>
  );
}

type SwitchProps = { isOn: boolean; hasDetails: boolean; closed: ClosedGate | null };

function BotSwitch({ isOn, hasDetails, closed }: SwitchProps) {
  const t = useTranslations("analytics");
  const id = useId();
  return (
    <div className="flex min-h-10 items-center gap-2">
      <label className="flex items-center gap-2 text-base">
        <input
          type="checkbox"
          name="bots"
          value="with"
          defaultChecked={isOn || closed !== null}
          disabled={!hasDetails || closed !== null}
          aria-describedby={closed ? id : undefined}
          className="size-4 accent-(--ink)"
        />
        {t("bots")}
      </label>
      {closed && <NeededPlan id={id} closed={closed} />}
    </div>
  );
}
