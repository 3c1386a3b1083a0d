"use client";

import { useTranslations } from "next-intl";
import { createElement, type ReactNode, useActionState, useEffect, useRef } from "react";
import type { FormAction, FormState } from "#platform/next/form-action.ts";
import { RefusalText } from "./refusal-text.tsx";
import { refusalTexts } from "./refusal-texts.ts";

/** What a field of a form shows after an answer. */
export type FormFields = {
  /** What was typed before a refusal, or else `fallback`. */
  typed: (name: string, fallback?: string) => string;
  /** What is wrong with it, in the reader's words. */
  errorsOf: (name: string) => string[];
};

/**
 * A form over a server action: what was refused, in the reader's words, beside what was typed.
 * After a refusal the first field that is wrong takes the focus, or else what is said comes into view.
 */
export function useForm<Data>(action: FormAction<Data>) {
  const t = useTranslations("errors");
  const [state, submit] = useActionState<FormState<Data>, FormData>(action, { status: "idle" });
  const formRef = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state.status !== "refused") return;
    const wrong = formRef.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (wrong) wrong.focus();
    // The button may be far below it.
    else formRef.current?.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
  }, [state]);

  const texts = refusalTexts(state, t);
  const message: ReactNode =
    state.status === "refused" && texts.message !== null
      ? createElement(RefusalText, { code: state.code, text: texts.message })
      : null;
  return {
    state,
    /** Spread on the `<form>`. */
    form: { action: submit, ref: formRef, noValidate: true } as const,
    /** What to say above the form; null while there is nothing to say. */
    message,
    errorsOf: texts.errorsOf,
    /** What was typed before a refusal, or else `fallback`. */
    typed: (name: string, fallback = ""): string =>
      state.status === "refused" ? (state.input[name] ?? fallback) : fallback,
    /** Whether a box was ticked before a refusal, or else `first`; of one that is not, nothing is sent. */
    isTicked: (name: string, first = false): boolean =>
      state.status === "refused" ? state.input[name] === "on" : first,
  };
}
