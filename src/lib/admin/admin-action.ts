import type { z } from "zod";
import { requireViewer } from "#lib/auth/session.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { type FormAction, guardedAction } from "#platform/next/form-action.ts";
import { requireAdmin } from "./guard.ts";

/** A server action of the console: whoever is no admin is refused before the form is read. */
export function adminAction<Schema extends z.ZodType, Data = undefined>(
  schema: Schema,
  run: (input: z.output<Schema>, viewer: Viewer) => Promise<Data>,
): FormAction<Data> {
  return guardedAction(schema, admitAdmin, run);
}

async function admitAdmin(): Promise<Viewer> {
  const viewer = await requireViewer();
  requireAdmin(viewer);
  return viewer;
}
