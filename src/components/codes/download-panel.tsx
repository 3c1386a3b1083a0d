"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { type ErrorCorrection, errorCorrections } from "#lib/codes/image/matrix.ts";
import { type ImageFormat, imageFormats, imageLimits } from "#lib/codes/image/options.ts";
import { routes } from "#shared/routes.ts";
import { CodeDrawing } from "./code-drawing.tsx";

/** Below this margin, in modules, scanners begin to fail (ISO/IEC 18004 asks for four). */
const quietZone = 4;

type Props = { id: string; link: string };

/** The code as it will be printed, and its files; the drawing follows the options at once. */
export function DownloadPanel({ id, link }: Props) {
  const t = useTranslations("codes.download");
  const [size, setSize] = useState(String(imageLimits.sizeMm.default));
  const [margin, setMargin] = useState<number>(imageLimits.margin.default);
  const [errorCorrection, setErrorCorrection] = useState<ErrorCorrection>("M");

  const sizeMm = Number(size);
  const isSizeValid = sizeMm >= imageLimits.sizeMm.min && sizeMm <= imageLimits.sizeMm.max;
  const href = (format: ImageFormat) =>
    `${routes.api.codeImage(id)}?${new URLSearchParams({ format, sizeMm: size, margin: String(margin), errorCorrection })}`;

  return (
    <div className="grid gap-5">
      <figure className="grid gap-3">
        <CodeDrawing
          text={link}
          label={t("drawing", { link })}
          margin={margin}
          errorCorrection={errorCorrection}
          className="mx-auto w-full max-w-72 border border-rule"
        />
        <figcaption className="flex items-center justify-between gap-2">
          <a
            href={link}
            className="min-w-0 break-all font-mono text-sm underline"
            target="_blank"
            rel="noreferrer"
          >
            {link}
          </a>
          <CopyButton text={link} label={t("copy")} isIconOnly />
        </figcaption>
      </figure>
      <div className="grid grid-cols-2 items-start gap-4">
        <Field
          name="sizeMm"
          label={t("size")}
          error={
            isSizeValid ? [] : [t("size_error", { min: imageLimits.sizeMm.min, max: imageLimits.sizeMm.max })]
          }
        >
          {(control) => (
            <Input
              {...control}
              type="number"
              min={imageLimits.sizeMm.min}
              max={imageLimits.sizeMm.max}
              value={size}
              onChange={(event) => setSize(event.target.value)}
            />
          )}
        </Field>
        <Field name="margin" label={t("margin")}>
          {(control) => (
            <Select {...control} value={margin} onChange={(event) => setMargin(Number(event.target.value))}>
              {[0, 1, 2, 3, 4, 6, 8, 10].map((modules) => (
                <option key={modules} value={modules}>
                  {t("modules", { modules })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          name="errorCorrection"
          label={t("correction")}
          hint={t("correction_hint")}
          className="col-span-2"
        >
          {(control) => (
            <Select
              {...control}
              value={errorCorrection}
              onChange={(event) => {
                const level = errorCorrections.find((candidate) => candidate === event.target.value);
                if (level) setErrorCorrection(level);
              }}
            >
              {errorCorrections.map((level) => (
                <option key={level} value={level}>
                  {t(`level_${level}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {margin < quietZone && <p className="text-sm text-magenta-ink">{t("margin_warning")}</p>}
      <div className="grid grid-cols-3 gap-2">
        {imageFormats.map((format) =>
          isSizeValid ? (
            <ButtonLink key={format} href={href(format)} isPlain download icon="download">
              {format.toUpperCase()}
            </ButtonLink>
          ) : null,
        )}
      </div>
      <p className="text-sm text-ink-soft">{t("formats_hint")}</p>
    </div>
  );
}
