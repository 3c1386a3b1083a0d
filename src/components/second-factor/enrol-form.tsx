"use client";

import { useTranslations } from "next-intl";
import { CodeDrawing } from "#components/codes/code-drawing.tsx";
import { useForm } from "#components/form/use-form.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { beginSecondFactor, confirmSecondFactor } from "#lib/admin/actions.ts";
import { CodeField } from "./code-field.tsx";

type Props = { next: string | null; isReplacement?: boolean };

/** Sets an app up: first its secret is made and shown, then a code of it is asked for. */
export function EnrolForm({ next, isReplacement = false }: Props) {
  const t = useTranslations("auth.secondFactor.enrol");
  const begin = useForm(beginSecondFactor);
  const confirm = useForm(confirmSecondFactor);
  const begun = begin.state.status === "done" ? begin.state.data : null;
  // Without scripts only the form that was sent remembers: what was shown comes back with a refusal.
  const factorId = begun?.factorId ?? confirm.typed("factor_id");
  const secret = begun?.secret ?? confirm.typed("secret");
  const uri = begun?.uri ?? confirm.typed("uri");
  if (factorId === "") {
    return (
      <form {...begin.form} className="grid gap-5">
        <FormMessage>{begin.message}</FormMessage>
        <SubmitButton variant={isReplacement ? "secondary" : "primary"}>
          {t(isReplacement ? "replace" : "begin")}
        </SubmitButton>
      </form>
    );
  }
  return (
    <form {...confirm.form} className="grid gap-5">
      <FormMessage>{confirm.message}</FormMessage>
      <p>{t("scan")}</p>
      <CodeDrawing text={uri} label={t("drawing")} className="size-52 border border-hairline" />
      <div className="grid gap-1.5">
        <p className="text-sm text-ink-soft">{t("type")}</p>
        <div className="flex flex-wrap items-center gap-3">
          <code className="min-w-0 border border-rule bg-well px-2 py-1.5 font-mono text-sm break-all select-all">
            {secret}
          </code>
          <CopyButton text={secret} label={t("copy")} />
        </div>
      </div>
      <CodeField errors={confirm.errorsOf("code")} />
      {Object.entries({ factor_id: factorId, secret, uri, ...(next ? { next } : {}) }).map(
        ([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ),
      )}
      <SubmitButton>{t("submit")}</SubmitButton>
    </form>
  );
}
