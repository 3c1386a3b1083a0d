import { useTranslations } from "next-intl";
import { FormMessage } from "#components/ui/form-message.tsx";

type Parameters = Record<string, string | string[] | undefined>;

type Props = {
  parameters: Parameters;
  /** How many it has not come to yet, and whether there are even more than that. */
  left?: number;
  isCut?: boolean;
};

/** What became of a replay that the address tells of; nothing where it tells of none. */
export function ReplayedMessage({ parameters, left = 0, isCut = false }: Props) {
  const t = useTranslations("admin.events");
  const counts = countsIn(parameters);
  if (counts === null) return null;
  return (
    <FormMessage tone={counts.processed === counts.replayed && left === 0 ? "success" : "notice"}>
      {t("replayed", { ...counts, waiting: counts.replayed - counts.processed - counts.failed })}
      {left > 0 && <> {t("left", { left, cut: isCut ? "yes" : "no" })}</>}
    </FormMessage>
  );
}

function countsIn(parameters: Parameters) {
  const [replayed, processed, failed] = ["replayed", "processed", "failed"].map((name) =>
    /^\d{1,4}$/.test(String(parameters[name])) ? Number(parameters[name]) : undefined,
  );
  if (replayed === undefined || processed === undefined || failed === undefined) return null;
  return processed + failed > replayed ? null : { replayed, processed, failed };
}
