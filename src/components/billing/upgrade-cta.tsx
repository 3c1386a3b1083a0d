import { useTranslations } from "next-intl";
import { PromoRedeemModal } from "#components/promo/promo-redeem-modal.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icons.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { routes } from "#shared/routes.ts";

/** What a plan can stand in the way of; each has its words in messages under `billing.blocked`. */
export type BlockedFeature =
  | "create"
  | "resume"
  | "restore"
  | "slug"
  | "expiry"
  | "analytics"
  | "countries"
  | "look_back"
  | "api";

type Props = {
  feature: BlockedFeature;
  /** What the plan of now allows, where it is so much of something. */
  limit?: number;
  /** Held down for this workspace: no plan gives more, and none is offered. */
  isDenied?: boolean;
};

/** Stands where a limit blocks: what it is about, which plan has it, and how to get there. */
export function UpgradeCTA({ feature, limit, isDenied = false }: Props) {
  const t = useTranslations("billing.blocked");
  return (
    <div className="grid gap-3 border-s-4 border-yellow bg-yellow-wash px-4 py-3.5">
      <p className="flex gap-2.5 font-semibold">
        <Icon name="info" size={18} className="mt-[3px] shrink-0" />
        {isDenied && limit === undefined ? t("denied_title") : t(`${feature}_title`, { limit: limit ?? 0 })}
      </p>
      {isDenied ? (
        <p>{t("denied_text")}</p>
      ) : (
        <>
          <p>{t(`${feature}_text`)}</p>
          <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
            <ButtonLink href={routes.billing} variant="primary">
              {t("action")}
            </ButtonLink>
            <PromoRedeemModal />
            <TextLink href={routes.pricing}>{t("compare")}</TextLink>
          </div>
        </>
      )}
    </div>
  );
}
