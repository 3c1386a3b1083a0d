"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button, type ButtonSize, type ButtonVariant } from "./button.tsx";

type CopyButtonProps = {
  text: string;
  /** Says what is copied, such as "Copy short link". */
  label: string;
  isIconOnly?: boolean;
  size?: ButtonSize;
  variant?: ButtonVariant;
};

const shownMs = 2000;

export function CopyButton({ text, label, isIconOnly = false, size = "sm", variant }: CopyButtonProps) {
  const t = useTranslations("ui");
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    try {
      // Missing on plain http outside loopback, and refused without permission.
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  }

  return (
    <>
      <Button
        onClick={copy}
        size={size}
        variant={variant}
        isIconOnly={isIconOnly}
        icon={outcome === "copied" ? "check" : outcome === "failed" ? "warning" : "copy"}
      >
        {label}
      </Button>
      <span role="status" className="sr-only">
        {outcome && t(outcome)}
      </span>
    </>
  );
}
