import { useTranslations } from "next-intl";
import { TextLink } from "#components/ui/text-link.tsx";

const questions = ["limits", "cancel", "refund", "downgrade", "tax", "currencies", "cards"] as const;

/**
 * What people want to know before they pay, answered with what is true today.
 * @param contact where people can write to us, if anywhere
 */
export function PricingFaq({ contact }: { contact: string | null }) {
  const t = useTranslations("pricing.faq");
  const answer = (question: (typeof questions)[number]) =>
    question === "refund"
      ? t.rich("refund.a", {
          contact: contact ?? "none",
          mail: (chunks) => (
            <TextLink isPlain href={`mailto:${contact}`} className="wrap-anywhere">
              {chunks}
            </TextLink>
          ),
        })
      : t(`${question}.a`);
  return (
    <section
      aria-labelledby="faq"
      className="mx-auto grid w-full max-w-[84rem] gap-x-12 gap-y-6 px-4 pt-8 pb-16 sm:px-8 lg:grid-cols-[16rem_minmax(0,1fr)]"
    >
      <h2 id="faq" className="text-2xl leading-tight [font-stretch:118%]">
        {t("title")}
      </h2>
      <dl className="grid gap-x-12 gap-y-8 md:grid-cols-2">
        {questions.map((question) => (
          <div key={question} className="border-t border-ink pt-3">
            <dt className="text-lg font-semibold [font-stretch:108%]">{t(`${question}.q`)}</dt>
            <dd className="mt-1.5 max-w-[56ch] text-ink-soft">{answer(question)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
