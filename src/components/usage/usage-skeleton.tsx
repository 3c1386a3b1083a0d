import { useTranslations } from "next-intl";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** The place of the meters while they are read. */
export function UsageSkeleton() {
  const t = useTranslations("ui");
  return (
    <div role="status" className="divide-y divide-hairline border border-hairline bg-paper">
      <span className="sr-only">{t("loading")}</span>
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <div key={row} className="grid gap-x-10 gap-y-5 p-5 lg:grid-cols-[22rem_minmax(0,1fr)]">
          <div className="grid content-start gap-3">
            <Skeleton className="h-6 w-2/5" />
            <Skeleton className="h-8 w-3/5" />
            <Skeleton className="h-4" />
          </div>
          <Skeleton className="h-32" />
        </div>
      ))}
    </div>
  );
}
