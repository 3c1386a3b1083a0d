import { useTranslations } from "next-intl";
import { Banner } from "#components/shell/banner.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { OpenNotice } from "#lib/usage/find-open-notice.ts";
import { routes } from "#shared/routes.ts";
import { DismissNotice } from "./dismiss-notice.tsx";
import { useQuotaText } from "./quota-text.ts";

/** The most urgent limit that is reached or near, until it is put away. */
export function UsageBanner({ notice: { quota, id, tier } }: { notice: OpenNotice }) {
  const t = useTranslations("usage");
  const { bannerText } = useQuotaText(tier);
  return (
    <Banner
      tone={quota.state === "blocked" ? "attention" : "notice"}
      action={<DismissNotice id={id} label={t("dismiss")} />}
    >
      {bannerText(quota)}{" "}
      <TextLink href={routes.usage} className="whitespace-nowrap">
        {t("see")}
      </TextLink>
    </Banner>
  );
}
