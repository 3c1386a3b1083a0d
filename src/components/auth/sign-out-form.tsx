import { getTranslations } from "next-intl/server";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { signOut } from "#lib/auth/actions.ts";

/** Ends this browser's session; works without a script. */
export async function SignOutForm() {
  const t = await getTranslations("account");
  return (
    <form action={signOut}>
      <SubmitButton variant="ghost" size="sm" icon="logout" className="w-full">
        {t("signOut")}
      </SubmitButton>
    </form>
  );
}
