import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { findViewer, requirePageViewer } from "#lib/auth/session.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { routes } from "#shared/routes.ts";
import { isAdmin } from "./guard.ts";

/**
 * For the console's pages: an admin, or the way to the sign-in page and back to `path`. Whoever
 * else is signed in lands on their dashboard, as if there were nothing here.
 */
export async function requireAdminPage(path: string): Promise<Viewer> {
  const viewer = await requirePageViewer(path);
  return isAdmin(viewer) ? viewer : redirect({ href: routes.dashboard, locale: await getLocale() });
}

/** For what is drawn around those pages: null for everybody but admins, who get nothing of it. */
export async function findAdmin(): Promise<Viewer | null> {
  const viewer = await findViewer();
  return viewer && isAdmin(viewer) ? viewer : null;
}
