import { useTranslations } from "next-intl";
import { classNames } from "./class-names.ts";

/** The place of what is still loading; give it the size of what will come. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        "block animate-[scan-pass_1.4s_ease-in-out_infinite] bg-well motion-reduce:animate-none",
        className,
      )}
    />
  );
}

/** A list that is on its way, said once to a screen reader. */
export function SkeletonRows({ rows = 6 }: { rows?: number }) {
  const t = useTranslations("ui");
  return (
    <div role="status" className="divide-y divide-hairline">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex items-center gap-4 px-4 py-3">
          <Skeleton className="size-8 shrink-0" />
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="ms-auto h-4 w-16" />
        </div>
      ))}
    </div>
  );
}
