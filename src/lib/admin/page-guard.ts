import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { findSecondFactor, findViewer, requirePageViewer } from "#lib/auth/session.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { routes } from "#shared/routes.ts";
import { findHindrance, isAdmin } from "./guard.ts";

/**
 * For the console's pages: an admin who has shown their second factor. Who is not signed in goes to
 * the sign-in page and back to `path`, an admin who has not shown it to the page that asks for it.
 * Whoever else is signed in lands on their dashboard, as if there were nothing here.
 */
export async function requireAdminPage(path: string): Promise<Viewer> {
  const viewer = await requirePageViewer(path);
  const hindrance = findHindrance(viewer);
  if (!hindrance) return viewer;
  const href = hindrance === "second_factor" ? routes.secondFactor(path) : routes.dashboard;
  return redirect({ href, locale: await getLocale() });
}

/** For what is drawn around those pages: null for whoever they do not open to, who get nothing of it. */
export async function findAdmin(): Promise<Viewer | null> {
  const viewer = await findViewer();
  return viewer && !findHindrance(viewer) ? viewer : null;
}

/** Who the page of the second factor is for: admins, and who has one because they were an admin. */
export async function findHolder(): Promise<Viewer | null> {
  const viewer = await findViewer();
  return viewer && (isAdmin(viewer) || (await findSecondFactor())) ? viewer : null;
}

/** For that page: its holder, or the ways that `requireAdminPage` sends everybody else. */
export async function requireHolderPage(path: string): Promise<Viewer> {
  await requirePageViewer(path);
  return (await findHolder()) ?? redirect({ href: routes.dashboard, locale: await getLocale() });
}
