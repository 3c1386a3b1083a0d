import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreateCodeForm } from "#components/codes/create-code-form.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { requirePageViewer } from "#lib/auth/session.ts";
import { shortLink } from "#lib/codes/short-link.ts";
import { env } from "#lib/env/server.ts";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("codes.form"))("new_title") };
}

export default async function NewCodePage() {
  await requirePageViewer(routes.newCode);
  const t = await getTranslations("codes.form");
  return (
    <div className="grid gap-6">
      <header>
        <h1 className="text-2xl">{t("new_title")}</h1>
        <p className="text-ink-soft">{t("new_text")}</p>
      </header>
      <Panel hasMarks>
        <CreateCodeForm linkBase={shortLink(env().APP_URL, "")} />
      </Panel>
    </div>
  );
}
