import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FindForm } from "#components/admin/find-form.tsx";
import { ListByState } from "#components/admin/list-by-state.tsx";
import { OverrideForm } from "#components/admin/overrides/override-form.tsx";
import { OverrideList } from "#components/admin/overrides/override-list.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Field } from "#components/ui/field.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Select } from "#components/ui/select.tsx";
import { findAdmin, requireAdminPage } from "#lib/admin/page-guard.ts";
import { findSubjects } from "#lib/console/overrides/find-subjects.ts";
import { listOverrides } from "#lib/console/overrides/list-overrides.ts";
import {
  overrideStates,
  overridesQuery,
  showOverridesQuery,
  subjectKinds,
} from "#lib/console/overrides/validation.ts";
import { mostFound } from "#lib/console/workspaces/find-workspaces.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return (await findAdmin()) ? { title: (await getTranslations("admin.overrides"))("title") } : {};
}

export default async function OverridesPage({ searchParams }: Props) {
  const query = overridesQuery.parse(await searchParams);
  const viewer = await requireAdminPage(routes.adminOverrides(showOverridesQuery(query)));
  const { find, kind } = query;
  const [page, found] = await Promise.all([
    listOverrides(db(), viewer, query, new Date()),
    findSubjects(db(), viewer, kind, find),
  ]);
  const t = await getTranslations("admin.overrides");
  const words = await getTranslations("admin.find");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Panel title={t("add_title")}>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
            <FindForm
              href={routes.adminOverrides()}
              find={find}
              found={found}
              label={words("term")}
              hint={words("either_hint")}
            >
              <Field name="kind" label={words("kind")} className="self-start">
                {(control) => (
                  <Select {...control} defaultValue={kind}>
                    {subjectKinds.map((one) => (
                      <option key={one} value={one}>
                        {words(`kinds.${one}`)}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            </FindForm>
            {found.length > 0 && <OverrideForm key={`${kind}:${find}`} found={found} most={mostFound} />}
          </div>
        </Panel>
        <Panel title={t("list_title")} isFlush>
          <ListByState
            hrefFor={routes.adminOverrides}
            filters={showOverridesQuery(query)}
            query={query}
            states={overrideStates}
            nameOf={(one) => t(`states.${one}`)}
            hint={words("workspace_short")}
            stateWords={{ label: t("state"), any: t("any_state") }}
            none={{ title: t("none_title"), text: t("none_text") }}
            page={page}
          >
            <OverrideList rows={page.rows} />
          </ListByState>
        </Panel>
      </div>
    </>
  );
}
