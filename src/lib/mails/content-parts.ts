import type { CodeNames } from "./code-names.ts";
import type { MailKind } from "./mail-kinds.ts";
import type { Words } from "./mail-words.ts";

/** What a mail says, before it is laid out: plain text, nothing escaped. */
export type MailContent = {
  subject: string;
  heading: string;
  body: (string | { items: string[] })[];
  action: string;
  /** Where the button leads, without host and language. */
  path: string;
  /** Where to say that no more of these are wanted; none for what has to be told. */
  choicePath?: string | undefined;
};

type Named = {
  kind: MailKind;
  path: string;
  choicePath?: string;
  /** For subject and heading. */
  named?: Record<string, string | number>;
  body: MailContent["body"];
};

export function content({ say }: Words, { kind, path, choicePath, named, body }: Named): MailContent {
  return {
    subject: say(`${kind}.subject`, named),
    heading: say(`${kind}.heading`, named),
    body,
    action: say(`${kind}.action`),
    path,
    choicePath,
  };
}

export function listed({ say }: Words, { names, count }: CodeNames): { items: string[] } {
  const more = count - names.length;
  return { items: more > 0 ? [...names, say("codes.more", { count: more })] : names };
}

/** Which codes would be paused, or that none would. */
export function atRisk(words: Words, codes: CodeNames): MailContent["body"] {
  const { say } = words;
  if (codes.count === 0) return [say("codes.none")];
  return [say("codes.would_pause", { count: codes.count }), listed(words, codes), say("codes.kept")];
}

export function resumed(words: Words, codes: CodeNames): MailContent["body"] {
  if (codes.count === 0) return [];
  return [words.say("codes.resumed", { count: codes.count }), listed(words, codes)];
}

/** What comes when paid access is over. */
export function afterwards({ say, time }: Words, trialEndsAt: string | null): string {
  return trialEndsAt === null ? say("after.free") : say("after.trial", { until: time(trialEndsAt) });
}

export function renewal({ say, date }: Words, kind: MailKind, renewsAt: string | null): string[] {
  return renewsAt === null ? [] : [say(`${kind}.renews`, { date: date(renewsAt) })];
}
