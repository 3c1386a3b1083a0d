import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentDisposition } from "./file-name.ts";

describe("a download is called after its code", () => {
  test.each([
    ["Menu", `attachment; filename="Menu.svg"; filename*=UTF-8''Menu.svg`],
    ["Karta dań", `attachment; filename="Karta-dan.svg"; filename*=UTF-8''Karta%20da%C5%84.svg`],
    ["Łódź", `attachment; filename="Lodz.svg"; filename*=UTF-8''%C5%81%C3%B3d%C5%BA.svg`],
    ["a/b\\c:d", `attachment; filename="a-b-c-d.svg"; filename*=UTF-8''a%20b%20c%20d.svg`],
    ["../../etc", `attachment; filename="etc.svg"; filename*=UTF-8''etc.svg`],
    ["Bob's (1)", `attachment; filename="Bob-s-1.svg"; filename*=UTF-8''Bob%27s%20%281%29.svg`],
    ["菜单", `attachment; filename="qr-code.svg"; filename*=UTF-8''%E8%8F%9C%E5%8D%95.svg`],
    ["...", `attachment; filename="qr-code.svg"; filename*=UTF-8''qr-code.svg`],
    ["", `attachment; filename="qr-code.svg"; filename*=UTF-8''qr-code.svg`],
  ])("%j", (name, header) => {
    expect(contentDisposition(name, "svg")).toBe(header);
  });

  test("no name breaks the header, leaves its folder, or is too long for a disk", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
        const header = contentDisposition(name, "png");
        const parts =
          /^attachment; filename="([A-Za-z0-9_-]{1,80}\.png)"; filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(
            header,
          );
        const real = decodeURIComponent(parts?.[2] ?? "");
        expect(real).toMatch(/^[^\p{Cc}\p{Cf}/\\:]+\.png$/u);
        expect(real).not.toMatch(/^\./);
        expect(Buffer.byteLength(real)).toBeLessThanOrEqual(255);
      }),
      { numRuns: 500 },
    );
  });
});
