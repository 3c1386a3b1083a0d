import { env } from "#lib/env/server.ts";

/** Where people can write to us: the address that our mails come from; null where none are sent. */
export function contactAddress(): string | null {
  return env().MAIL_FROM?.match(/[^\s<>]+@[^\s<>]+/)?.[0] ?? null;
}
