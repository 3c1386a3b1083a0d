import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { findPeople, findWorkspaces } from "../workspaces/find-workspaces.ts";
import type { SubjectKind } from "./validation.ts";

/** Whom an override can be about, as the form names them. @throws Refusal `forbidden` */
export async function findSubjects(
  db: Prisma,
  viewer: Viewer,
  kind: SubjectKind,
  term: string,
): Promise<{ value: string; name: string; note: string }[]> {
  if (kind === "profile") {
    const people = await findPeople(db, viewer, term);
    return people.map(({ id, email, name }) => ({ value: `profile:${id}`, name: email, note: name || id }));
  }
  const workspaces = await findWorkspaces(db, viewer, term);
  return workspaces.map(({ id, name, owner }) => ({
    value: `workspace:${id}`,
    name,
    note: owner?.email ?? id,
  }));
}
