"use client";

import * as Primitive from "radix-ui/switch";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

/** Give it a label by `aria-label`, `aria-labelledby` or a surrounding `<label>`. */
export function Switch({ className, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      {...rest}
      className={classNames(
        "inline-flex h-6 w-11 shrink-0 items-center rounded-sm border border-rule bg-well p-[3px]",
        "data-[state=checked]:border-cyan-ink data-[state=checked]:bg-cyan-wash disabled:opacity-55",
        className,
      )}
    >
      <Primitive.Thumb className="block size-4 bg-ink-faint transition-transform data-[state=checked]:translate-x-5 data-[state=checked]:bg-cyan-ink forced-colors:bg-[ButtonText]" />
    </Primitive.Root>
  );
}
