import { defaultLocale, type Locale } from "#shared/locale.ts";
import { writeContent } from "./mail-content.ts";
import { escapeHtml, frameMail } from "./mail-frame.ts";
import type { MailKind, MailValues } from "./mail-kinds.ts";
import { wordsFor } from "./mail-words.ts";

export type WrittenMail = {
  subject: string;
  text: string;
  html: string;
  /** Where to say that no more of these are wanted; undefined for what has to be told. */
  choiceUrl: string | undefined;
};

/**
 * A mail in the reader's language, as plain text and as HTML. Pure: the same values give the same
 * mail. Whatever stands in the values is text in it, never markup or a header.
 * @param appUrl the origin that links lead to
 */
export function composeMail<Kind extends MailKind>(
  kind: Kind,
  values: MailValues[Kind],
  locale: Locale,
  appUrl: string,
): WrittenMail {
  const words = wordsFor(locale);
  const { path, choicePath, ...content } = writeContent(kind, values, words);
  const base = `${appUrl}${locale === defaultLocale ? "" : `/${locale}`}`;
  const href = `${base}${path}`;
  const choiceUrl = choicePath === undefined ? undefined : `${base}${choicePath}`;
  const subject = inOneLine(content.subject);
  const [note, footer] = [words.say("reason"), words.say("footer")];
  const choice = choiceUrl === undefined ? [] : [`${words.say("choose")}\n${choiceUrl}`];
  const parts = [content.heading, ...content.body.map(asText), `${content.action}:\n${href}`, note];
  const text = [...parts, ...choice, footer];
  const html = frameMail({
    locale,
    subject: escapeHtml(subject),
    heading: escapeHtml(content.heading),
    body: content.body.map((part) =>
      typeof part === "string" ? escapeHtml(part) : { items: part.items.map(escapeHtml) },
    ),
    action: { label: escapeHtml(content.action), href: escapeHtml(href) },
    linkHint: escapeHtml(words.say("link")),
    note: escapeHtml(note),
    ...(choiceUrl === undefined
      ? {}
      : { choice: { label: escapeHtml(words.say("choose")), href: escapeHtml(choiceUrl) } }),
    footer: escapeHtml(footer),
  });
  return { subject, text: `${text.join("\n\n")}\n`, html, choiceUrl };
}

function asText(part: string | { items: string[] }): string {
  return typeof part === "string" ? part : part.items.map((item) => `- ${inOneLine(item)}`).join("\n");
}

/** A line break in a header would begin another one. */
function inOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
