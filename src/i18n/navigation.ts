import { createNavigation } from "next-intl/navigation";
import { type ComponentProps, createElement } from "react";
import { routing } from "./routing.ts";

const { Link: LocalLink, ...navigation } = createNavigation(routing);

export const { redirect, usePathname, useRouter, getPathname } = navigation;

/** A link within the product, in the language of the page; it asks for nothing before it is followed. */
export function Link(props: ComponentProps<typeof LocalLink>) {
  return createElement(LocalLink, { prefetch: false, ...props });
}
