import { useTranslations } from "next-intl";
import { isKnownAction } from "#lib/audit/known-actions.ts";

/** What was done, in words; an action of another version as it is spelled. */
export function useActionText() {
  const t = useTranslations("admin.audit.actions");
  return (action: string) => (isKnownAction(action) ? t(action) : action);
}
