import { useTranslations } from "next-intl";
import { CmykStrip } from "#components/brand/cmyk-strip.tsx";
import { RegistrationMark } from "#components/brand/registration-mark.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { routes } from "#shared/routes.ts";
import { PrintJob } from "./print-job.tsx";

type HeroProps = {
  signInHref: string;
  signUpHref: string;
  /** What the printed code really says: an address that exists on this installation. */
  codeText: string;
};

/** The press sheet: on the left what the product is, on the right a print whose target changes. */
export function Hero({ signInHref, signUpHref, codeText }: HeroProps) {
  const t = useTranslations("site");
  return (
    <section className="mx-auto w-full max-w-[84rem] px-4 pt-4 pb-6 sm:px-8 sm:pt-6">
      <div className="crop-marks border border-hairline bg-paper">
        <div aria-hidden="true" className="overflow-hidden">
          <div className="ruler-x" />
        </div>
        <div
          aria-hidden="true"
          className="ruler-y absolute inset-y-0 start-0 hidden overflow-hidden sm:block"
        />
        <RegistrationMark
          size={34}
          className="absolute top-1/2 -right-[17px] hidden -translate-y-1/2 text-ink-soft xl:block"
        />
        <div className="grid gap-x-10 gap-y-10 px-5 pt-8 pb-8 sm:ps-12 sm:pe-10 sm:pt-12 grid-cols-1 lg:grid-cols-[minmax(0,1.06fr)_minmax(0,1fr)] lg:items-center">
          <div>
            <h1 className="display text-[clamp(2.5rem,5.9vw,5.25rem)]">
              {t.rich("headline", {
                line: (chunks) => <span className="block">{chunks}</span>,
                mark: (chunks) => <span className="register">{chunks}</span>,
              })}
            </h1>
            <p className="mt-6 max-w-[40ch] text-lg text-ink-soft sm:mt-8 sm:text-xl sm:leading-8">
              {t("lead")}
            </p>
            <div className="mt-7 flex flex-wrap items-center gap-x-6 gap-y-4 sm:mt-9">
              <ButtonLink href={signUpHref} variant="primary" size="lg">
                {t("start")}
              </ButtonLink>
              <p className="text-ink-soft">
                {t.rich("haveAccount", {
                  link: (chunks) => (
                    <TextLink href={signInHref} className="text-ink">
                      {chunks}
                    </TextLink>
                  ),
                })}
              </p>
            </div>
            <p className="mt-4 text-sm text-ink-soft">
              {t("trial")}{" "}
              {t.rich("prices", { link: (chunks) => <TextLink href={routes.pricing}>{chunks}</TextLink> })}
            </p>
          </div>
          <PrintJob codeText={codeText} />
        </div>
        <div
          aria-hidden="true"
          className="flex items-center justify-between gap-4 border-t border-hairline px-5 py-2.5 sm:ps-12 sm:pe-10"
        >
          <CmykStrip />
          <span className="figure hidden text-xs text-ink-soft sm:block">{t("slugLine")}</span>
          <RegistrationMark size={20} className="text-ink-soft" />
        </div>
      </div>
    </section>
  );
}
