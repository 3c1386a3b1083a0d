import { useTranslations } from "next-intl";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** The place of the details while they are counted. */
export function DetailsSkeleton() {
  const t = useTranslations("ui");
  return (
    <div role="status" className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <span className="sr-only">{t("loading")}</span>
      <Skeleton className="h-96" />
      <div className="grid gap-6 lg:grid-cols-2">
        <Skeleton className="h-64" />
        <Skeleton className="h-64" />
      </div>
    </div>
  );
}
