"use client";

import * as Primitive from "radix-ui/dropdown-menu";
import type { ComponentProps, ReactNode } from "react";
import { Link } from "#i18n/navigation.ts";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icons.tsx";

type DropdownMenuProps = { trigger: ReactNode; align?: "start" | "end"; children: ReactNode };

/**
 * Not modal: a modal menu would inject a <style> to lock scrolling, and the policy refuses it. Not in a
 * portal either, so that it stays inside its landmark; it is positioned against the window all the same.
 */
export function DropdownMenu({ trigger, align = "end", children }: DropdownMenuProps) {
  return (
    <Primitive.Root modal={false}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>

      <Primitive.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="z-50 min-w-48 animate-[fade_100ms_ease-out] border border-ink bg-paper py-1"
      >
        {children}
      </Primitive.Content>
    </Primitive.Root>
  );
}

const itemLook =
  "flex w-full items-center gap-2.5 px-3 py-2 text-start text-base outline-none select-none cursor-pointer " +
  "data-highlighted:bg-well data-disabled:opacity-55 data-disabled:cursor-not-allowed " +
  "forced-colors:data-highlighted:outline-2";

type ItemLook = { icon?: IconName; isDanger?: boolean };

function itemClass({ isDanger }: ItemLook): string {
  return classNames(itemLook, isDanger && "text-magenta-ink data-highlighted:bg-magenta-wash");
}

export function MenuItem({
  icon,
  isDanger,
  children,
  ...rest
}: ComponentProps<typeof Primitive.Item> & ItemLook) {
  return (
    <Primitive.Item {...rest} className={itemClass({ isDanger })}>
      {icon && <Icon name={icon} size={18} />}
      {children}
    </Primitive.Item>
  );
}

type MenuLinkProps = ItemLook & {
  href: string;
  isPlain?: boolean;
  isDownload?: boolean;
  children: ReactNode;
};

export function MenuLink({ icon, isDanger, href, isPlain, isDownload, children }: MenuLinkProps) {
  const content = (
    <>
      {icon && <Icon name={icon} size={18} />}
      {children}
    </>
  );
  return (
    <Primitive.Item asChild className={itemClass({ isDanger })}>
      {isPlain || isDownload ? (
        <a href={href} download={isDownload || undefined}>
          {content}
        </a>
      ) : (
        <Link href={href}>{content}</Link>
      )}
    </Primitive.Item>
  );
}

export function MenuSeparator() {
  return <Primitive.Separator className="my-1 h-px bg-hairline" />;
}
