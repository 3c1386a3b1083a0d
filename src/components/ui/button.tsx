import type { ComponentProps, ReactNode } from "react";
import { Link } from "#i18n/navigation.ts";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icons.tsx";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

const base =
  "inline-flex items-center justify-center gap-2 rounded-sm border font-semibold select-none " +
  // On the narrowest screens a long name breaks rather than sticking out.
  "whitespace-nowrap max-[24rem]:whitespace-normal " +
  "transition-[background-color,border-color,box-shadow,color] duration-150 ease-out " +
  "disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:shrink-0";

const variants: Record<ButtonVariant, string> = {
  primary:
    "border-ink bg-ink text-paper enabled:hover:misregister [a&]:hover:misregister " +
    "enabled:active:shadow-[none] [a&]:active:shadow-[none] aria-busy:hover:shadow-[none]",
  secondary:
    "border-rule bg-paper text-ink enabled:hover:border-ink enabled:hover:bg-well [a&]:hover:border-ink [a&]:hover:bg-well",
  ghost: "border-transparent bg-transparent text-ink enabled:hover:bg-well [a&]:hover:bg-well",
  danger:
    "border-magenta-ink bg-transparent text-magenta-ink enabled:hover:bg-magenta-ink enabled:hover:text-paper " +
    "[a&]:hover:bg-magenta-ink [a&]:hover:text-paper",
};

const sizes: Record<ButtonSize, string> = {
  sm: "min-h-8 px-2.5 text-sm",
  md: "min-h-10 px-4 text-base",
  lg: "min-h-12 px-6 text-lg",
};

const squares: Record<ButtonSize, string> = { sm: "size-8", md: "size-10", lg: "size-12" };

export type ButtonLook = {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: IconName;
  /** Shows the icon alone; the children stay as its name for those who do not see it. */
  isIconOnly?: boolean;
  className?: string;
};

function look({ variant = "secondary", size = "md", isIconOnly, className }: ButtonLook): string {
  return classNames(base, variants[variant], isIconOnly ? squares[size] : sizes[size], className);
}

function Content({ icon, isIconOnly, children }: ButtonLook & { children: ReactNode }) {
  return (
    <>
      {icon && <Icon name={icon} size={18} />}
      {isIconOnly ? <span className="sr-only">{children}</span> : children}
    </>
  );
}

type ButtonProps = ComponentProps<"button"> & ButtonLook & { isPending?: boolean };

/** While pending it keeps focus and its name, says that it is busy, and does nothing. */
export function Button({
  variant,
  size,
  icon,
  isIconOnly,
  isPending = false,
  className,
  children,
  type = "button",
  onClick,
  "aria-disabled": isDisabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={isPending ? "button" : type}
      onClick={isPending ? undefined : onClick}
      aria-busy={isPending || undefined}
      aria-disabled={isPending || isDisabled}
      className={look({ variant, size, isIconOnly, className })}
    >
      {isPending ? (
        <>
          <Spinner />
          {isIconOnly ? <span className="sr-only">{children}</span> : children}
        </>
      ) : (
        <Content icon={icon} isIconOnly={isIconOnly}>
          {children}
        </Content>
      )}
    </button>
  );
}

type ButtonLinkProps = Omit<ComponentProps<"a">, "href"> &
  ButtonLook & {
    href: string;
    /** For addresses outside the translated pages: downloads, short links, other sites. */
    isPlain?: boolean;
  };

/** A link that looks like a button; use it where the address changes. */
export function ButtonLink({
  variant,
  size,
  icon,
  isIconOnly,
  isPlain = false,
  className,
  children,
  href,
  ...rest
}: ButtonLinkProps) {
  const content = (
    <Content icon={icon} isIconOnly={isIconOnly}>
      {children}
    </Content>
  );
  const css = look({ variant, size, isIconOnly, className });
  return isPlain ? (
    <a {...rest} href={href} className={css}>
      {content}
    </a>
  ) : (
    <Link {...rest} href={href} className={css}>
      {content}
    </Link>
  );
}

/** A registration mark in rotation. */
export function Spinner({ size = 16 }: { size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      className="animate-spin motion-reduce:animate-none"
    >
      <circle cx="8" cy="8" r="4.25" />
      <path d="M8 0v6M8 10v6M0 8h6M10 8h6" />
    </svg>
  );
}
