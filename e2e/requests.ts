import type { APIResponse, Page } from "@playwright/test";

/** The header by which the product takes a write for one of its own pages'. */
export function ownOrigin(page: Page): { origin: string } {
  return { origin: new URL(page.url()).origin };
}

/** Writes as the page that is open would, with its session. */
export function post(page: Page, path: string, data?: object): Promise<APIResponse> {
  return page.request.post(path, { data, headers: ownOrigin(page) });
}
