import { TextLink } from "#components/ui/text-link.tsx";
import type { Actor } from "#lib/console/actors.ts";
import { routes } from "#shared/routes.ts";

/** Who did something, with the way to them where they are a person. */
export function ActorText({ actor }: { actor: Actor }) {
  if (actor.kind === "other") return <bdi className="wrap-anywhere">{actor.text}</bdi>;
  return (
    <TextLink href={routes.adminUser(actor.id)} className="wrap-anywhere">
      <bdi>{actor.text}</bdi>
    </TextLink>
  );
}
