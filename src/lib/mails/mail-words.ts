import { createFormatter, createTranslator } from "use-intl/core";
import en from "#messages/en.json" with { type: "json" };
import pl from "#messages/pl.json" with { type: "json" };
import type { Locale } from "#shared/locale.ts";
import type { IntervalWord, PlanWord, Sum } from "./mail-kinds.ts";

type Arguments = Record<string, string | number>;

/** What a mail is written with: the reader's words, dates and money. */
export type Words = {
  /** A text of `mails` in messages. */
  say: (key: string, values?: Arguments) => string;
  /** A text of `usage` in messages: the pages say the same. */
  usage: (key: string, values?: Arguments) => string;
  plan: (name: PlanWord) => string;
  date: (iso: string) => string;
  /** A date with its time of day: for what ends at an instant. */
  time: (iso: string) => string;
  sum: (sum: Sum) => string;
  price: (sum: Sum, interval: IntervalWord) => string;
};

const minorPerMajor = 100;
// Where the reader is, nobody has told us.
const timeZone = "UTC";

function makeWords(locale: Locale, messages: typeof en): Words {
  const t = createTranslator({ locale, messages, timeZone, onError: fail });
  const format = createFormatter({ locale, timeZone, onError: fail });
  const instant = (iso: string, timeStyle?: "short") =>
    format.dateTime(new Date(iso), { dateStyle: "long", timeStyle, timeZone });
  const sum = ({ amountMinor, currency }: Sum) =>
    format.number(amountMinor / minorPerMajor, { style: "currency", currency: currency.toUpperCase() });
  // SAFETY: keys are put together by kind; the tests write every kind in every language.
  const say: Words["say"] = (key, values) => t(`mails.${key}` as "mails.footer", values);
  return {
    say,
    // SAFETY: as above.
    usage: (key, values) => t(`usage.${key}` as "mails.footer", values),
    plan: (name) => t(`billing.plans.${name}`),
    date: (iso) => instant(iso),
    time: (iso) => say("time", { time: instant(iso, "short") }),
    sum,
    price: (amount, interval) => say(`price.${interval}`, { sum: sum(amount) }),
  };
}

/** A missing text or value must not be mailed as the name of its key. */
function fail(error: Error): never {
  throw error;
}

const words: Record<Locale, Words> = { en: makeWords("en", en), pl: makeWords("pl", pl) };

export function wordsFor(locale: Locale): Words {
  return words[locale];
}
