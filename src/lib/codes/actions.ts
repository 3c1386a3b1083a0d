"use server";

import { revalidatePath } from "next/cache";
import { getLocale } from "next-intl/server";
import { redirect } from "#i18n/navigation.ts";
import { requireViewer } from "#lib/auth/session.ts";
import { db } from "#platform/db/prisma.ts";
import { formAction } from "#platform/next/form-action.ts";
import { routes } from "#shared/routes.ts";
import * as codes from "./service.ts";
import { codeIdForm, createCodeForm, pauseCodeForm, updateCodeForm } from "./validation.ts";

export const createCodeAction = formAction(createCodeForm, async (input) => {
  const code = await codes.createCode(db(), await requireViewer(), input, new Date());
  redirect({
    href: { pathname: routes.code(code.id), query: { created: "1" } },
    locale: await getLocale(),
  });
});

export const updateCodeAction = formAction(updateCodeForm, async ({ id, version, ...change }) => {
  // Also when somebody was quicker: the form then stands on what they left, and can be sent again.
  revalidatePath(routes.code(id));
  await codes.updateCode(db(), await requireViewer(), id, change, new Date(), new Date(version));
});

export const pauseCodeAction = formAction(pauseCodeForm, async ({ id, note }) => {
  const change = { isActive: false, pauseNote: note };
  await codes.updateCode(db(), await requireViewer(), id, change, new Date());
  revalidatePath(routes.dashboard);
});

export const resumeCodeAction = formAction(codeIdForm, async ({ id }) => {
  await codes.updateCode(db(), await requireViewer(), id, { isActive: true }, new Date());
  revalidatePath(routes.dashboard);
});

export const deleteCodeAction = formAction(codeIdForm, async ({ id }) => {
  await codes.deleteCode(db(), await requireViewer(), id, new Date());
  redirect({ href: { pathname: routes.dashboard, query: { deleted: id } }, locale: await getLocale() });
});

export const restoreCodeAction = formAction(codeIdForm, async ({ id }) => {
  await codes.restoreCode(db(), await requireViewer(), id, new Date());
  redirect({ href: routes.code(id), locale: await getLocale() });
});
