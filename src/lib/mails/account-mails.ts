import { routes } from "#shared/routes.ts";
import { content, type MailContent } from "./content-parts.ts";
import type { MailValues } from "./mail-kinds.ts";
import type { Words } from "./mail-words.ts";

type AccountMail =
  | "account_leaving"
  | "account_deleted"
  | "account_paused"
  | "account_resumed"
  | "api_key_revoked"
  | "email_change_asked"
  | "second_factor_added"
  | "second_factor_removed";

type Write<Kind extends AccountMail> = (values: MailValues[Kind], words: Words) => MailContent;

/** What a mail says that is about somebody's account or keys, and not about what they pay for. */
export const writeAccountMail: { [Kind in AccountMail]: Write<Kind> } = {
  account_leaving: ({ until }, words) => {
    const body = [
      words.say("account_leaving.text"),
      words.say("account_leaving.undo", { until: words.time(until) }),
    ];
    const named = { date: words.date(until) };
    return content(words, { kind: "account_leaving", path: routes.dashboard, named, body });
  },
  account_deleted: (_, words) => {
    const body = [words.say("account_deleted.text")];
    return content(words, { kind: "account_deleted", path: routes.dashboard, body });
  },
  account_paused: ({ codes, contact }, words) => {
    const suspended = codes === 0 ? [] : [words.say("account_paused.codes", { count: codes })];
    const body = [
      words.say("account_paused.text"),
      ...suspended,
      words.say("account_paused.money"),
      ask(words, "account_paused", contact),
    ];
    return content(words, { kind: "account_paused", path: routes.dashboard, body });
  },
  account_resumed: ({ codes }, words) => {
    const back = codes === 0 ? [] : [words.say("account_resumed.codes", { count: codes })];
    const body = [words.say("account_resumed.text"), ...back];
    return content(words, { kind: "account_resumed", path: routes.dashboard, body });
  },
  api_key_revoked: ({ name, prefix, contact }, words) => {
    const body = [
      words.say("api_key_revoked.text", { name, prefix }),
      words.say("api_key_revoked.next"),
      ask(words, "api_key_revoked", contact),
    ];
    return content(words, { kind: "api_key_revoked", path: routes.apiKeys, named: { name }, body });
  },
  email_change_asked: ({ email }, words) => {
    const body = [words.say("email_change_asked.text", { email }), words.say("email_change_asked.not_you")];
    return content(words, { kind: "email_change_asked", path: routes.settings, body });
  },
  second_factor_added: (_, words) => {
    const body = [words.say("second_factor_added.text"), words.say("second_factor_added.not_you")];
    return content(words, { kind: "second_factor_added", path: routes.settings, body });
  },
  second_factor_removed: (_, words) => {
    const body = [words.say("second_factor_removed.text"), words.say("second_factor_removed.not_you")];
    return content(words, { kind: "second_factor_removed", path: routes.settings, body });
  },
};

/** Whom to ask about it. */
function ask({ say }: Words, kind: "account_paused" | "api_key_revoked", contact: string | null): string {
  return contact === null ? say(`${kind}.ask`) : say(`${kind}.ask_at`, { contact });
}
