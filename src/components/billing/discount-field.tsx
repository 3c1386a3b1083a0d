import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeInput } from "#components/ui/code-input.tsx";
import { Field } from "#components/ui/field.tsx";

type Props = Pick<ComponentProps<typeof CodeInput>, "value" | "defaultValue" | "onChange"> & {
  note?: string;
  problem: string | null;
  isPending?: boolean;
  className?: string;
};

/** Where a discount code is typed, with the button that has it looked at. */
export function DiscountField({ note, problem, isPending, className, ...input }: Props) {
  const t = useTranslations("billing.discount");
  return (
    <Field name="code" label={t("label")} note={note} error={problem ?? undefined} className={className}>
      {(control) => (
        <div className="flex gap-2">
          <CodeInput {...control} {...input} className="min-w-0 flex-1" maxLength={100} />
          <Button type="submit" isPending={isPending}>
            {t("check")}
          </Button>
        </div>
      )}
    </Field>
  );
}
