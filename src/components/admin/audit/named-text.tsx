import { useTranslations } from "next-intl";
import { Mono } from "#components/admin/record-texts.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { Names } from "#lib/console/audit/find-names.ts";
import { actorKinds } from "#lib/console/audit/validation.ts";
import { routes } from "#shared/routes.ts";

type Props = { text: string; names: Names };

/** Who or what `<kind>:<id>` is: by name and with the way there where there is one. */
export function NamedText({ text, names }: Props) {
  const cut = text.indexOf(":");
  const [kind, id] = cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 1)];
  if (kind === "workspace") return <WorkspaceName id={id} names={names} />;
  if (kind === "webhook_event") return <MonoLink href={routes.adminWebhook(id)}>{text}</MonoLink>;
  if (kind === "promo_code") return <MonoLink href={routes.adminPromoCode(id)}>{text}</MonoLink>;
  const email = names.people[id];
  if (email === undefined) return <Mono>{names.keys[id] ?? text}</Mono>;
  return (
    <TextLink href={routes.adminUser(id)} className="wrap-anywhere">
      <bdi>{email}</bdi>
    </TextLink>
  );
}

function MonoLink({ href, children }: { href: string; children: string }) {
  return (
    <TextLink href={href}>
      <Mono>{children}</Mono>
    </TextLink>
  );
}

/** Who did it, with what kind of actor they are. */
export function ActorName({ text, names }: Props) {
  const t = useTranslations("admin.audit.kinds");
  const kind = actorKinds.find((one) => one === text.split(":")[0]);
  return (
    <span className="grid gap-0.5">
      {kind && <span className="text-sm">{t(kind)}</span>}
      {text.includes(":") && <NamedText text={text} names={names} />}
    </span>
  );
}

/** A workspace with the way to its owner; one that is gone by its id. */
export function WorkspaceName({ id, names }: { id: string; names: Names }) {
  const workspace = names.workspaces[id];
  if (workspace === undefined) return <Mono>{id}</Mono>;
  if (workspace.ownerId === null) return <bdi className="wrap-anywhere">{workspace.name}</bdi>;
  return (
    <TextLink href={routes.adminUser(workspace.ownerId, id)} className="wrap-anywhere">
      <bdi>{workspace.name}</bdi>
    </TextLink>
  );
}
