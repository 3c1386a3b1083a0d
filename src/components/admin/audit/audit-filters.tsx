import { useTranslations } from "next-intl";
import { useActionText } from "#components/activity/use-action-text.ts";
import { ChoiceFilter, DayFilters, FilterForm, TextFilter } from "#components/admin/filter-form.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { auditCategories, categoryOf } from "#lib/audit/categories.ts";
import { actorKinds, type AuditFilters as Filters } from "#lib/console/audit/validation.ts";
import { routes } from "#shared/routes.ts";

type Props = { filters: Filters; isNarrowed: boolean; actions: readonly string[] };

export function AuditFilters({ filters, isNarrowed, actions }: Props) {
  const t = useTranslations("admin.audit");
  const any = t("any");
  return (
    <FilterForm href={routes.adminAudit()} isNarrowed={isNarrowed}>
      <ChoiceFilter
        {...{ name: "kind", label: t("kind"), any, choices: actorKinds, value: filters.kind }}
        nameOf={(one) => t(`kinds.${one}`)}
      />
      <TextFilter name="actor" label={t("actor")} value={filters.actor} hint={t("named_hint")} />
      <ChoiceFilter
        {...{
          name: "category",
          label: t("category"),
          any,
          choices: auditCategories,
          value: filters.category,
        }}
        nameOf={(one) => t(`categories.${one}`)}
      />
      <ActionField value={filters.action} actions={actions} />
      <TextFilter name="subject" label={t("subject")} value={filters.subject} hint={t("named_hint")} />
      <TextFilter
        name="workspace"
        label={t("workspace")}
        value={filters.workspace ?? ""}
        hint={t("id_hint")}
      />
      <DayFilters from={filters.from} to={filters.to} />
    </FilterForm>
  );
}

function ActionField({ value, actions }: { value: string | null; actions: readonly string[] }) {
  const t = useTranslations("admin.audit");
  const textOf = useActionText();
  // One that is asked for stays chosen, also where the table holds none of it.
  const all = value === null || actions.includes(value) ? actions : [value, ...actions];
  const groups = [...auditCategories, null].map((category) => ({
    category,
    members: all.filter((action) => categoryOf(action) === category),
  }));
  return (
    <Field name="action" label={t("action")} className="min-w-40 flex-1 sm:max-w-64">
      {(control) => (
        <Select {...control} defaultValue={value ?? ""}>
          <option value="">{t("any")}</option>
          {groups.map(
            ({ category, members }) =>
              members.length > 0 && (
                <optgroup key={category} label={t(`categories.${category ?? "none"}`)}>
                  {members.map((action) => (
                    <option key={action} value={action}>
                      {textOf(action)}
                    </option>
                  ))}
                </optgroup>
              ),
          )}
        </Select>
      )}
    </Field>
  );
}
