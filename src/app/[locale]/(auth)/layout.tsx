import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const { ui, errors, shell, auth } = await getMessages();
  return <NextIntlClientProvider messages={{ ui, errors, shell, auth }}>{children}</NextIntlClientProvider>;
}
