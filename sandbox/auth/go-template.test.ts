import { describe, expect, test } from "vitest";
import { renderGoTemplate } from "./go-template.ts";
import { mailKinds, mailTemplate } from "./templates.ts";

const greeting = '{{ if eq .Data.locale "pl" }}Cześć{{ else }}Hello{{ end }}, {{ .Email }}!';

test("a condition chooses, nested ones too", () => {
  expect(renderGoTemplate(greeting, { Email: "a@b.c", Data: { locale: "pl" } })).toBe("Cześć, a@b.c!");
  expect(renderGoTemplate(greeting, { Email: "a@b.c", Data: {} })).toBe("Hello, a@b.c!");
  const nested = '{{ if eq .A "x" }}1{{ if eq .B "y" }}2{{ else }}3{{ end }}4{{ end }}5';
  expect(renderGoTemplate(nested, { A: "x", B: "z" })).toBe("1345");
  expect(renderGoTemplate(nested, { A: "z" })).toBe("5");
});

test.each(["{{ end }}", '{{ if eq .A "x" }}', "{{ range .A }}", "{{ .A | html }}"])(
  "%s is refused",
  (template) => {
    expect(() => renderGoTemplate(template, { A: "x" })).toThrow();
  },
);

describe.each(mailKinds)("the mail %s", (kind) => {
  test.each([
    ["en", "http://localhost:3000/auth/confirm"],
    ["pl", "http://localhost:3000/pl/auth/confirm"],
  ])("in %s links to our own page with the token's hash", (locale, page) => {
    const values = {
      SiteURL: "http://localhost:3000",
      TokenHash: "abc",
      NewEmail: "new@b.c",
      Data: { locale },
    };
    const template = mailTemplate(kind);
    const text = renderGoTemplate(template.text, values);
    expect(text).toContain(`${page}?token_hash=abc&type=${kind}`);
    expect(renderGoTemplate(template.html, values)).toContain(
      `href="${page}?token_hash=abc&amp;type=${kind}`,
    );
    expect(`${text}${renderGoTemplate(template.html, values)}`).not.toMatch(/\{email\}|\{\{/);
  });
});
