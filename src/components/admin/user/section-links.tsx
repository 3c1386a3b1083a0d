import { useTranslations } from "next-intl";
import { TextLink } from "#components/ui/text-link.tsx";

/** The parts of the page, by the ids of their panels. */
export const sections = [
  "person",
  "workspace",
  "access",
  "usage",
  "billing",
  "promo",
  "waivers",
  "overrides",
  "audit",
] as const;

/** The ways to the parts of a long page. */
export function SectionLinks({ hasWorkspace }: { hasWorkspace: boolean }) {
  const t = useTranslations("admin.user.sections");
  const shown = sections.filter(
    (section) => hasWorkspace || section === "person" || section === "overrides" || section === "audit",
  );
  return (
    <nav aria-label={t("label")}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {shown.map((section) => (
          <li key={section}>
            <TextLink href={`#${section}`} isPlain>
              {t(section)}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
