import type { ComponentProps } from "react";
import { Link } from "#i18n/navigation.ts";
import { classNames } from "./class-names.ts";

const look =
  "underline decoration-rule decoration-1 underline-offset-[0.22em] " +
  "hover:decoration-cyan-ink hover:decoration-2 transition-[text-decoration-color] rounded-sm";

type TextLinkProps = Omit<ComponentProps<"a">, "href"> & {
  href: string;
  /** For addresses outside the translated pages: short links, mail, other sites. */
  isPlain?: boolean;
};

export function TextLink({ href, isPlain = false, className, ...rest }: TextLinkProps) {
  const css = classNames(look, className);
  return isPlain ? (
    <a {...rest} href={href} className={css} />
  ) : (
    <Link {...rest} href={href} className={css} />
  );
}
