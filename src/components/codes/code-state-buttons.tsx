"use client";

import { useTranslations } from "next-intl";
import { useForm } from "#components/form/use-form.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { deleteCodeAction, pauseCodeAction, resumeCodeAction } from "#lib/codes/actions.ts";
import type { Code } from "#lib/codes/code.ts";
import { FormRefusal } from "./form-refusal.tsx";

type Props = { code: Pick<Code, "id" | "name" | "isActive" | "pauseReason" | "pauseNote"> };

/** Pause or resume, and delete. */
export function CodeStateButtons({ code }: Props) {
  return (
    <div className="flex flex-wrap items-start gap-2">
      {code.isActive ? <PauseButton code={code} /> : <ResumeButton code={code} />}
      <DeleteButton code={code} />
    </div>
  );
}

function PauseButton({ code }: Props) {
  const t = useTranslations("codes.state");
  const { form, message, errorsOf, typed } = useForm(pauseCodeAction);
  return (
    <Dialog
      trigger={<Button icon="pause">{t("pause")}</Button>}
      title={t("pause_title")}
      description={t("pause_text")}
    >
      <form {...form} className="grid gap-4">
        <FormMessage>{message}</FormMessage>
        <input type="hidden" name="id" value={code.id} />
        <Field
          name="note"
          label={t("note")}
          note={t("optional")}
          hint={t("note_hint")}
          error={errorsOf("note")}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={300}
              defaultValue={typed("note", code.pauseNote ?? "")}
            />
          )}
        </Field>
        <div className="flex justify-end">
          <SubmitButton icon="pause">{t("pause_now")}</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}

function ResumeButton({ code }: Props) {
  const t = useTranslations("codes.state");
  const { form, message, state } = useForm(resumeCodeAction);
  if (code.pauseReason === "abuse") return null;
  const refusal = <FormRefusal state={state} message={message} onLimit="resume" />;
  if (state.status === "refused" && state.code === "plan_limit") return refusal;
  return (
    <form {...form} className="grid gap-2">
      <input type="hidden" name="id" value={code.id} />
      <SubmitButton icon="play">{t("resume")}</SubmitButton>
      {refusal}
    </form>
  );
}

function DeleteButton({ code }: Props) {
  const t = useTranslations("codes.state");
  const { form, message } = useForm(deleteCodeAction);
  return (
    <ConfirmDialog
      trigger={
        <Button variant="danger" icon="trash">
          {t("delete")}
        </Button>
      }
      title={t("delete_title", { name: code.name })}
      description={t("delete_text")}
      confirm={
        <form {...form}>
          <input type="hidden" name="id" value={code.id} />
          <SubmitButton variant="danger" icon="trash">
            {t("delete_now")}
          </SubmitButton>
        </form>
      }
    >
      <FormMessage>{message}</FormMessage>
    </ConfirmDialog>
  );
}
