import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { Input } from "./input.tsx";

/** For a code that somebody was given: nothing is put right or filled in, capital letters do not matter. */
export function CodeInput({ className, ...rest }: ComponentProps<typeof Input>) {
  return (
    <Input
      {...rest}
      className={classNames("uppercase", className)}
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
    />
  );
}
