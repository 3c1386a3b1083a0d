import { describe, expect, test } from "vitest";
import { findMessageProblems, findMissingKeys, findUnusedKeys, readArguments } from "./problems.ts";

test("placeholders inside of plural forms are seen", () => {
  const message = "{count, plural, one {# code of {name}} other {# codes}} <link>here</link>";
  expect(readArguments(message).map(({ name }) => name)).toEqual(["<link>", "count", "name"]);
  expect(readArguments(message)[1]?.forms).toEqual(["one", "other"]);
});

describe("between the languages", () => {
  test("a missing key is found on either side", () => {
    expect(findMessageProblems({ a: { b: "x" } }, {})).toEqual(["a.b is missing in messages/pl.json"]);
    expect(findMessageProblems({}, { a: "x" })).toEqual(["a is missing in messages/en.json"]);
  });

  test("another placeholder is found", () => {
    expect(findMessageProblems({ a: "{name}" }, { a: "{imię}" })).toHaveLength(1);
    expect(findMessageProblems({ a: "{name}" }, { a: "to {name}" })).toEqual([]);
  });

  test("a Polish plural without its four forms is found", () => {
    const english = { a: "{n, plural, one {#} other {#}}" };
    expect(findMessageProblems(english, { a: "{n, plural, one {# kod} other {# kodu}}" })).toEqual([
      "a lacks the Polish plural forms few, many of n",
    ]);
    const whole = "{n, plural, one {# kod} few {# kody} many {# kodów} other {# kodu}}";
    expect(findMessageProblems(english, { a: whole })).toEqual([]);
  });
});

test("a key that a file asks for and nobody wrote is found", () => {
  const source = `const t = useTranslations("home");\nt("title"); t.rich("nothing"); t(computed);`;
  expect(findMissingKeys(source, { home: { title: "x" } })).toEqual(["home.nothing"]);
  const server = `const t = await getTranslations({ locale, namespace: "home" });\nt("gone")`;
  expect(findMissingKeys(server, { home: { title: "x" } })).toEqual(["home.gone"]);
});

test("a key that nobody asks for is found, and one that is computed is not", () => {
  const source = `const t = useTranslations("list"); t("title"); t(isOn ? "on" : "off"); t(\`sort_\${value}\`);`;
  const messages = {
    list: { title: "x", on: "x", off: "x", sort_name: "x", gone: "x", deep: { title: "x" } },
    errors: { conflict: "x" },
    other: { title: "x" },
  };
  expect(findUnusedKeys([source], messages, ["errors."])).toEqual([
    "list.gone",
    "list.deep.title",
    "other.title",
  ]);
});
