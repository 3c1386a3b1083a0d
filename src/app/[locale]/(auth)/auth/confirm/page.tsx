import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfirmLinkForm } from "#components/auth/confirm-link-form.tsx";
import { ExpiredLink } from "#components/auth/expired-link.tsx";
import { parseNextAddress } from "#lib/auth/next-path.ts";
import { linkSchema } from "#lib/auth/validation.ts";
import { env } from "#lib/env/server.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

async function parseLink(searchParams: Props["searchParams"]) {
  const { token_hash, type, redirect_to } = await searchParams;
  const next = parseNextAddress(redirect_to, env().APP_URL) ?? undefined;
  return linkSchema.safeParse({ token_hash, type, next }).data ?? null;
}

// The address holds a secret: no search engine keeps it, and no other site learns it. Without any
// referrer the form would be sent from the origin `null`, which is refused.
export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations("auth.confirm");
  const link = await parseLink(searchParams);
  return {
    title: link ? t(`${link.type}.title`) : t("expired.title"),
    referrer: "same-origin",
    robots: { index: false },
  };
}

/** Where the links in our mails lead. Looking at the page changes nothing; its button does. */
export default async function ConfirmPage({ searchParams }: Props) {
  const link = await parseLink(searchParams);
  return link ? <ConfirmLinkForm link={link} /> : <ExpiredLink type={null} />;
}
