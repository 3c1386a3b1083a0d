import { describe, expect, test } from "vitest";
import { imageOptions } from "./options.ts";
import { renderCode } from "./render-code.ts";

const defaults = { sizeMm: 40, margin: 4, errorCorrection: "M", dpi: 300 };

describe("the options of a drawing", () => {
  test("have defaults that print well", () => {
    expect(imageOptions.parse({ format: "svg" })).toEqual({ format: "svg", ...defaults });
  });

  test("come from a query string, where empty means the default", () => {
    const query = new URLSearchParams("format=png&sizeMm=&margin=0&errorCorrection=H&dpi=600");
    expect(imageOptions.parse(Object.fromEntries(query))).toEqual({
      format: "png",
      sizeMm: 40,
      margin: 0,
      errorCorrection: "H",
      dpi: 600,
    });
    expect(imageOptions.parse({ format: "pdf", margin: null, sizeMm: "33.3" })).toMatchObject({
      margin: 4,
      sizeMm: 33.3,
    });
  });

  test.each([
    [{ format: "gif" }, "format", "image_format"],
    [{}, "format", "image_format"],
    [{ format: "svg", sizeMm: "9.9" }, "sizeMm", "image_size"],
    [{ format: "svg", sizeMm: 501 }, "sizeMm", "image_size"],
    [{ format: "svg", sizeMm: "large" }, "sizeMm", "image_size"],
    [{ format: "svg", sizeMm: "Infinity" }, "sizeMm", "image_size"],
    [{ format: "svg", margin: -1 }, "margin", "image_margin"],
    [{ format: "svg", margin: 21 }, "margin", "image_margin"],
    [{ format: "svg", margin: "1.5" }, "margin", "image_margin"],
    [{ format: "svg", errorCorrection: "X" }, "errorCorrection", "image_error_correction"],
    [{ format: "png", dpi: 71 }, "dpi", "image_dpi"],
    [{ format: "png", dpi: 601 }, "dpi", "image_dpi"],
  ])("%j is refused at %s with %s", (input, field, key) => {
    const { error } = imageOptions.safeParse(input);
    expect(error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([[field, key]]);
  });
});

test.each([
  ["svg", "image/svg+xml; charset=utf-8", "<?xml"],
  ["png", "image/png", "\u0089PNG"],
  ["pdf", "application/pdf", "%PDF-"],
])("%s comes as %s", async (format, contentType, start) => {
  const file = await renderCode("https://qr.example.com/r/abc", imageOptions.parse({ format }), new Date(0));
  expect(file).toMatchObject({ contentType, extension: format });
  const body = typeof file.body === "string" ? Buffer.from(file.body) : Buffer.from(file.body);
  expect(body.toString("latin1", 0, start.length)).toBe(start);
});
