import { useTranslations } from "next-intl";
import { FormMessage } from "#components/ui/form-message.tsx";

type Parameters = Record<string, string | string[] | undefined>;

/** What became of a replay that the address tells of; nothing where it tells of none. */
export function ReplayedMessage({ parameters }: { parameters: Parameters }) {
  const t = useTranslations("admin.events");
  const counts = countsIn(parameters);
  if (counts === null) return null;
  return (
    <FormMessage tone={counts.processed === counts.replayed ? "success" : "notice"}>
      {t("replayed", counts)}
    </FormMessage>
  );
}

function countsIn(parameters: Parameters) {
  const [replayed, processed, failed] = ["replayed", "processed", "failed"].map((name) =>
    /^\d{1,4}$/.test(String(parameters[name])) ? Number(parameters[name]) : undefined,
  );
  return replayed === undefined || processed === undefined || failed === undefined
    ? null
    : { replayed, processed, failed };
}
