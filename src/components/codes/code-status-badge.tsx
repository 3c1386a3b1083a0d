import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "#components/ui/badge.tsx";
import { type Code, type CodeStatus, codeStatus } from "#lib/codes/code.ts";

const tones: Record<CodeStatus, BadgeTone> = { active: "data", paused: "notice", expired: "attention" };

type Props = { code: Pick<Code, "isActive" | "expiresAt" | "pauseReason">; now: Date };

export function CodeStatusBadge({ code, now }: Props) {
  const t = useTranslations("codes.status");
  const status = codeStatus(code, now);
  const text = status === "paused" && code.pauseReason ? t(`paused_${code.pauseReason}`) : t(status);
  return (
    <Badge tone={tones[status]} hasDot>
      {text}
    </Badge>
  );
}
