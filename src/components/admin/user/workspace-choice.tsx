import { useTranslations } from "next-intl";
import { Badge } from "#components/ui/badge.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { UserDetail } from "#lib/console/users/detail.ts";
import { routes } from "#shared/routes.ts";

type Props = { person: UserDetail["person"]; shownId: string | null };

/** The workspaces that somebody is in; the rest of the page is about one of them. */
export function WorkspaceChoice({ person, shownId }: Props) {
  const t = useTranslations("admin.user.workspace");
  return (
    <nav aria-label={t("choice")}>
      <ul className="grid gap-2">
        {person.memberships.map(({ role, workspace: { id, name, closedAt } }) => (
          <li key={id} className="flex flex-wrap items-center gap-2">
            {id === shownId ? (
              <strong aria-current="true" className="wrap-anywhere">
                <bdi>{name}</bdi>
              </strong>
            ) : (
              <TextLink href={routes.adminUser(person.id, id)} className="wrap-anywhere">
                <bdi>{name}</bdi>
              </TextLink>
            )}
            <Badge>{t(`roles.${role}`)}</Badge>
            {closedAt !== null && <Badge tone="attention">{t("closed")}</Badge>}
          </li>
        ))}
      </ul>
    </nav>
  );
}
