"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useForm } from "#components/form/use-form.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { resendMail } from "#lib/auth/actions.ts";
import { mailPauseSeconds } from "#lib/auth/mail-pause.ts";
import type { MailKind } from "#lib/auth/validation.ts";

type ResendFormProps = {
  email: string;
  kind: MailKind;
  /** The page to go on to once the link has been followed. */
  next: string | null;
  /** Whether a mail has just been sent, so that the next one has to wait. */
  isJustSent?: boolean;
};

/** Asks for the mail once more; shows how long to wait before that. */
export function ResendForm({ email, kind, next, isJustSent = false }: ResendFormProps) {
  const t = useTranslations("auth.mailbox");
  const { form, message, state } = useForm(resendMail);
  // Without a script there is no clock: the button stays usable and the server keeps the limit.
  const [secondsLeft, setSecondsLeft] = useState(0);

  useEffect(() => {
    if (state.status === "done" || (state.status === "idle" && isJustSent)) setSecondsLeft(mailPauseSeconds);
    if (state.status === "refused" && state.code === "rate_limited") {
      setSecondsLeft(Number(state.values.seconds) || mailPauseSeconds);
    }
  }, [state, isJustSent]);

  const isWaiting = secondsLeft > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const clock = setInterval(() => setSecondsLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(clock);
  }, [isWaiting]);

  return (
    <form {...form} className="grid justify-items-start gap-3">
      <FormMessage>{message}</FormMessage>
      {state.status === "done" && <FormMessage tone="success">{t("resent")}</FormMessage>}
      <input type="hidden" name="email" value={email} />
      <input type="hidden" name="kind" value={kind} />
      {next && <input type="hidden" name="next" value={next} />}
      <SubmitButton variant="secondary" icon="mail" disabled={isWaiting}>
        {isWaiting ? t("resendIn", { seconds: secondsLeft }) : t("resend")}
      </SubmitButton>
    </form>
  );
}
