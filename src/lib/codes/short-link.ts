import { routes } from "#shared/routes.ts";

/**
 * The address that is printed: `<origin of the product>/r/<slug>`.
 *
 * @param appUrl the product's own address (`APP_URL`)
 */
export function shortLink(appUrl: string, slug: string): string {
  return new URL(appUrl).origin + routes.shortLink(slug);
}
