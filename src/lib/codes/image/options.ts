import { z } from "zod";
import { errorCorrections } from "./matrix.ts";

export const imageFormats = ["svg", "png", "pdf"] as const;
export type ImageFormat = (typeof imageFormats)[number];

/** What a form offers and what is accepted; sizes in millimetres, margins in modules. */
export const imageLimits = {
  sizeMm: { min: 10, max: 500, default: 40 },
  margin: { min: 0, max: 20, default: 4 },
  dpi: { min: 72, max: 600, default: 300 },
} as const;

/** A number out of a query string: absent and empty mean the default, not 0. */
function queryNumber(limit: { min: number; max: number; default: number }, number: z.ZodNumber, key: string) {
  return z.preprocess(
    (value) => {
      if (value === null || value === "" || value === undefined) return limit.default;
      // Not what Number would also take, such as 0x20 and 1e2.
      return typeof value === "string" && !/^\d+(\.\d+)?$/.test(value) ? Number.NaN : Number(value);
    },
    number.min(limit.min, { error: key }).max(limit.max, { error: key }),
  );
}

/**
 * How a code is drawn for print. The size is the whole printed side, margin included. Values
 * may be strings, as a query string has them.
 */
export const imageOptions = z.strictObject({
  format: z.enum(imageFormats, { error: "image_format" }),
  sizeMm: queryNumber(imageLimits.sizeMm, z.number({ error: "image_size" }), "image_size"),
  margin: queryNumber(
    imageLimits.margin,
    z.number({ error: "image_margin" }).int({ error: "image_margin" }),
    "image_margin",
  ),
  errorCorrection: z.enum(errorCorrections, { error: "image_error_correction" }).default("M"),
  /** Dots per inch, of a PNG only. */
  dpi: queryNumber(
    imageLimits.dpi,
    z.number({ error: "image_dpi" }).int({ error: "image_dpi" }),
    "image_dpi",
  ),
});

export type ImageOptions = z.infer<typeof imageOptions>;
