export type Messages = { [key: string]: string | Messages };

const polishForms = ["one", "few", "many", "other"];

/** Every key by its whole path. */
export function flatten(messages: Messages, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [path, text] of flatten(value, `${prefix}${key}.`)) flat.set(path, text);
  }
  return flat;
}

type Argument = { name: string; kind: string; forms: string[] };

/** The placeholders and tags of an ICU message, those inside of plural forms included. */
export function readArguments(message: string): Argument[] {
  const found: Argument[] = [...message.matchAll(/<(\w+)>/g)].map((match) => ({
    name: `<${match[1]}>`,
    kind: "tag",
    forms: [],
  }));
  for (const block of topLevelBlocks(message)) {
    const [, name = "", kind = "plain", rest = ""] =
      /^\s*(\w+)\s*(?:,\s*(\w+)\s*(?:,\s*([\s\S]*))?)?$/.exec(block) ?? [];
    const isChoice = kind === "plural" || kind === "selectordinal" || kind === "select";
    const forms = isChoice
      ? [...withoutBlocks(rest).matchAll(/(=?\w+)\s*\{\}/g)].map((match) => match[1] ?? "")
      : [];
    found.push({ name, kind, forms });
    if (isChoice) for (const inner of topLevelBlocks(rest)) found.push(...readArguments(inner));
  }
  return found;
}

function topLevelBlocks(text: string): string[] {
  const blocks: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "{" && depth++ === 0) start = at + 1;
    if (text[at] === "}" && --depth === 0) blocks.push(text.slice(start, at));
  }
  return blocks;
}

function withoutBlocks(text: string): string {
  let result = "";
  let depth = 0;
  for (const character of text) {
    if (character === "}") depth -= 1;
    if (depth === 0) result += character;
    if (character === "{") depth += 1;
  }
  return result;
}

/** What is wrong between the two languages, one line a problem. */
export function findMessageProblems(english: Messages, polish: Messages): string[] {
  const [en, pl] = [flatten(english), flatten(polish)];
  const problems = [
    ...[...en.keys()].filter((key) => !pl.has(key)).map((key) => `${key} is missing in messages/pl.json`),
    ...[...pl.keys()].filter((key) => !en.has(key)).map((key) => `${key} is missing in messages/en.json`),
  ];
  for (const [key, text] of en) {
    const translated = pl.get(key);
    if (translated === undefined) continue;
    if (translated.trim() === "") problems.push(`${key} is empty in messages/pl.json`);
    const names = (message: string) =>
      [...new Set(readArguments(message).map(({ name }) => name))].sort().join(", ");
    if (names(text) !== names(translated)) {
      problems.push(
        `${key} has the placeholders (${names(text)}) in English, (${names(translated)}) in Polish`,
      );
    }
    for (const { name, kind, forms } of readArguments(translated)) {
      if (kind !== "plural") continue;
      const lacking = polishForms.filter((form) => !forms.includes(form));
      if (lacking.length > 0)
        problems.push(`${key} lacks the Polish plural forms ${lacking.join(", ")} of ${name}`);
    }
  }
  return problems;
}

/**
 * Keys that a source file asks for and that are not there. Seen are translators made with a
 * literal namespace and called with a literal key; a key that is computed is not.
 */
export function findMissingKeys(source: string, messages: Messages): string[] {
  const flat = flatten(messages);
  const isThere = (key: string) =>
    flat.has(key) || [...flat.keys()].some((known) => known.startsWith(`${key}.`));
  const namespaces = new Map<string, string[]>();
  const made =
    /(?:const|let)\s+(\w+)\s*=\s*(?:await\s+)?(?:useTranslations|getTranslations)\(\s*(?:"([\w.]+)"|\{[^}]*?namespace:\s*"([\w.]+)"[^}]*\})?/g;
  for (const match of source.matchAll(made)) {
    const known = namespaces.get(match[1] ?? "") ?? [];
    namespaces.set(match[1] ?? "", [...known, match[2] ?? match[3] ?? ""]);
  }
  const missing: string[] = [];
  for (const [name, spaces] of namespaces) {
    for (const call of source.matchAll(
      new RegExp(`\\b${name}(?:\\.(?:rich|markup|raw))?\\(\\s*"([\\w.]+)"`, "g"),
    )) {
      const keys = spaces.map((space) => (space === "" ? (call[1] ?? "") : `${space}.${call[1]}`));
      // One name may stand for several translators in a file; one of them has to know the key.
      if (!keys.some(isThere)) missing.push(keys.join(" or "));
    }
  }
  return missing;
}

/**
 * Keys that no file asks for. A key counts as asked for when a file has, in quotes, the whole of
 * it, its end below the file's namespaces, or its place in one of them; the rest is computed, and
 * stands under one of `computed` (prefixes that end in a dot, or whole keys).
 */
export function findUnusedKeys(
  sources: readonly string[],
  messages: Messages,
  computed: readonly string[],
): string[] {
  const asked = new Set<string>();
  const patterns: RegExp[] = [];
  for (const source of sources) {
    const literals = [...source.matchAll(/["'`]([\w.]+)["'`]/g)].map((match) => match[1] ?? "");
    const calls = [
      ...source.matchAll(/(?:use|get)Translations\(\s*(?:"([\w.]+)"|\{[^}]*?namespace:\s*"([\w.]+)")/g),
    ];
    const spaces = ["", ...calls.map((match) => `${match[1] ?? match[2] ?? ""}.`)];
    for (const space of spaces) {
      for (const literal of literals) asked.add(space + literal);
      // A template such as `sort_${value}` asks for every key of that shape.
      for (const [, template = ""] of source.matchAll(/`([^`\s]*)`/g)) {
        const parts = template.split(/\$\{[^{}]*\}/);
        if (space === "" || parts.length < 2 || !parts.every((part) => /^[\w.]*$/.test(part))) continue;
        if (parts.every((part) => part === "")) continue;
        const shape = parts.map((part) => part.replaceAll(".", "\\.")).join("[^.]+");
        patterns.push(new RegExp(`^${space.replaceAll(".", "\\.")}${shape}$`));
      }
    }
  }
  return [...flatten(messages).keys()].filter(
    (key) =>
      !asked.has(key) &&
      !computed.some((known) => key === known || (known.endsWith(".") && key.startsWith(known))) &&
      !patterns.some((pattern) => pattern.test(key)),
  );
}
