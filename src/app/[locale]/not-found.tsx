import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { routes } from "#shared/routes.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("not_found"))("title") };
}

export default async function NotFoundPage() {
  const t = await getTranslations("not_found");
  return (
    <main className="mx-auto grid min-h-dvh max-w-xl content-center px-4">
      <EmptyState
        heading="h1"
        title={t("title")}
        action={
          <span className="flex flex-wrap justify-center gap-3">
            <ButtonLink href={routes.dashboard} variant="primary">
              {t("dashboard")}
            </ButtonLink>
            <ButtonLink href={routes.home}>{t("home")}</ButtonLink>
          </span>
        }
      >
        {t("text")}
      </EmptyState>
    </main>
  );
}
