import { useTranslations } from "next-intl";
import { TextLink } from "#components/ui/text-link.tsx";
import type { FoundWorkspace } from "#lib/console/workspaces/find-workspaces.ts";
import { routes } from "#shared/routes.ts";

/** A workspace by its name, with the way to its owner. */
export function WorkspaceText({ workspace: { id, name, owner } }: { workspace: FoundWorkspace }) {
  const t = useTranslations("admin.list");
  return (
    <span className="grid gap-0.5 sm:min-w-32">
      <bdi className="font-semibold wrap-anywhere">{name}</bdi>
      {owner ? (
        <TextLink href={routes.adminUser(owner.id, id)} className="text-sm font-normal wrap-anywhere">
          <bdi>{owner.email}</bdi>
        </TextLink>
      ) : (
        <span className="text-sm font-normal text-ink-soft">{t("no_owner")}</span>
      )}
    </span>
  );
}
