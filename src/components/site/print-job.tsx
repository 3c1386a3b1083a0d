import { useTranslations } from "next-intl";
import { QrFigure } from "#components/brand/qr-figure.tsx";

const targets = ["menu", "concert", "moved"] as const;

/**
 * One printed sticker, three places it can lead to. The radio buttons are the whole machine:
 * `.job` in globals.css picks the ink and the screen from the one that is checked.
 */
export function PrintJob({ codeText }: { codeText: string }) {
  const t = useTranslations("site.job");
  return (
    <div className="job">
      <div className="flex items-center justify-center">
        <Sticker codeText={codeText} label={t("codeLabel")} caption={t("sticker")} />
        {targets.map((target) => (
          <Trace key={target} target={target} />
        ))}
        <Phone />
      </div>
      <fieldset className="mt-7">
        <legend className="mb-2 font-semibold">{t("legend")}</legend>
        <div className="border-t border-ink">
          {targets.map((target) => (
            <label
              key={target}
              className="group flex items-center gap-3 border-b border-hairline py-2.5 hover:bg-well has-checked:border-ink"
            >
              <input
                type="radio"
                name="job-target"
                value={target}
                defaultChecked={target === "menu"}
                className="job-choice ms-1"
              />
              <span className="grow font-medium group-has-checked:font-bold">{t(`${target}.name`)}</span>
              <span className="figure me-1 truncate text-sm text-ink-soft max-sm:hidden">
                {t(`${target}.address`)}
              </span>
            </label>
          ))}
        </div>
        <p className="mt-3 text-sm text-ink-soft">{t("note")}</p>
      </fieldset>
    </div>
  );
}

function Sticker({ codeText, label, caption }: { codeText: string; label: string; caption: string }) {
  return (
    <div className="w-[8.25rem] shrink-0 sm:w-56 lg:w-44 xl:w-56">
      <div aria-hidden="true" className="mb-2 flex items-center text-ink-soft">
        <span className="h-2.5 w-px bg-current" />
        <span className="h-px grow bg-current" />
        <span className="figure px-2 text-xs">40 mm</span>
        <span className="h-px grow bg-current" />
        <span className="h-2.5 w-px bg-current" />
      </div>
      <div className="border border-rule bg-stock p-3 text-key forced-color-adjust-none sm:p-5 lg:p-4 xl:p-5">
        <QrFigure text={codeText} label={label} className="block w-full" />
        <p className="mt-3 text-sm leading-tight font-bold [font-stretch:112%] sm:mt-4 sm:text-lg lg:text-base xl:text-lg">
          {caption}
        </p>
      </div>
    </div>
  );
}

// One for each target, so that its modules run across again whenever it is chosen.
function Trace({ target }: { target: string }) {
  return (
    <div
      aria-hidden="true"
      data-target={target}
      className="flex w-8 shrink-0 justify-between px-1 sm:w-auto sm:max-w-36 sm:shrink sm:grow sm:px-3"
    >
      {[0, 1, 2, 3, 4, 5, 6].map((step) => (
        <span
          key={step}
          className="size-[5px] animate-[fade_240ms_both] bg-(--plate) outline-1 -outline-offset-1 outline-ink/25 max-sm:nth-[n+4]:hidden sm:size-[7px]"
          style={{ animationDelay: `${step * 55}ms` }}
        />
      ))}
    </div>
  );
}

function Phone() {
  const t = useTranslations("site.job");
  return (
    <div
      aria-hidden="true"
      className="h-[13.5rem] w-[7.25rem] shrink-0 border-2 border-ink bg-(--plate) text-(--on-plate) forced-color-adjust-none sm:h-[20.5rem] sm:w-[12.5rem] lg:h-[17rem] lg:w-[9.75rem] xl:h-[20.5rem] xl:w-[12.5rem]"
    >
      {targets.map((target) => (
        <div key={target} data-target={target} className="flex h-full flex-col">
          <p className="figure truncate border-b-2 border-ink bg-paper px-2 py-1.5 text-2xs text-ink">
            <Address text={t(`${target}.address`)} />
          </p>
          <div className="flex grow animate-[appear_260ms_180ms_both] flex-col p-3 sm:p-4">
            <p className="text-2xl leading-[0.95] font-extrabold tracking-tight [font-stretch:75%] sm:text-[2.375rem] lg:text-[1.875rem] xl:text-[2.375rem]">
              {t(`${target}.title`)}
            </p>
            <p className="mt-auto text-xs leading-snug font-medium whitespace-pre-line sm:text-sm">
              {t(`${target}.body`)}
            </p>
          </div>
        </div>
      ))}
    </div>
  );
}

/** On a phone there is room for the path alone, and the path is what differs. */
function Address({ text }: { text: string }) {
  const slash = text.indexOf("/");
  return (
    <>
      <span className="max-sm:hidden lg:max-xl:hidden">{text.slice(0, slash)}</span>
      {text.slice(slash)}
    </>
  );
}
