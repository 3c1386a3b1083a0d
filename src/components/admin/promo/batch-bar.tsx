import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { routes } from "#shared/routes.ts";

type Props = {
  batchId: string;
  /** Whether it is handed out now, without showing the second factor first. */
  mayExport: boolean;
};

/** What the list shows is one batch: how to get it as a file, and back to all codes. */
export function BatchBar({ batchId, mayExport }: Props) {
  const t = useTranslations("admin.promo");
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-hairline px-4 py-3 sm:px-5">
      <p className="me-auto">{t("batch_text")}</p>
      {mayExport ? (
        <form method="post" action={routes.api.promoBatchExport(batchId)}>
          <Button type="submit" size="sm" icon="download">
            {t("download")}
          </Button>
        </form>
      ) : (
        <ButtonLink href={routes.secondFactor(routes.adminPromo({ batch: batchId }))} size="sm" icon="key">
          {t("download_stale")}
        </ButtonLink>
      )}
      <ButtonLink href={routes.adminPromo()} size="sm">
        {t("all_codes")}
      </ButtonLink>
    </div>
  );
}
