import { TextLink } from "#components/ui/text-link.tsx";
import type { Actor } from "#lib/console/actors.ts";
import { routes } from "#shared/routes.ts";
import { useRecordTexts } from "./record-texts.tsx";

/** Who did something, with the way to them where they are a person. */
export function ActorText({ actor }: { actor: Actor }) {
  if (actor.kind === "other") return <bdi className="wrap-anywhere">{actor.text}</bdi>;
  return (
    <TextLink href={routes.adminUser(actor.id)} className="wrap-anywhere">
      <bdi>{actor.text}</bdi>
    </TextLink>
  );
}

/** Who took something back, when and why. */
export function EndText({ reason, ...act }: { reason: string | null; actor: Actor; at: Date }) {
  return (
    <span className="grid gap-0.5 text-sm">
      <bdi className="wrap-anywhere">{reason}</bdi>
      <ActText {...act} />
    </span>
  );
}

/** Who did something, and when. */
export function ActText({ actor, at }: { actor: Actor; at: Date }) {
  const { instant } = useRecordTexts();
  return (
    <span className="grid gap-0.5 sm:min-w-32">
      <ActorText actor={actor} />
      <span className="text-sm text-ink-soft">{instant(at)}</span>
    </span>
  );
}
