"use server";

import { revalidatePath } from "next/cache";
import { erasureTools } from "#lib/account/tools.ts";
import { adminAction } from "#lib/admin/admin-action.ts";
import { removeSecondFactor } from "#lib/admin/remove-second-factor.ts";
import { authAdmin } from "#lib/auth/delete-user.ts";
import { billingTools } from "#lib/billing/tools.ts";
import { db } from "#platform/db/prisma.ts";
import { routes } from "#shared/routes.ts";
import { changeRole } from "./acts/change-role.ts";
import { deleteAccount } from "./acts/delete-account.ts";
import { endTrial } from "./acts/end-trial.ts";
import {
  daysForm,
  deletionForm,
  factorForm,
  pauseForm,
  personForm,
  roleForm,
  trialForm,
  workspaceForm,
} from "./acts/forms.ts";
import { grantDays } from "./acts/grant-days.ts";
import { pauseAccount, resumeAccount } from "./acts/pause-account.ts";
import { resyncByAdmin } from "./acts/resync.ts";

/** The page at hand shows what has become of it. */
const showAnew = () => revalidatePath(routes.admin, "layout");

export const changeRoleAction = adminAction(roleForm, async (input, viewer) => {
  await changeRole(db(), viewer, input, new Date());
  showAnew();
});

export const pauseAccountAction = adminAction(pauseForm, async (input, viewer) => {
  const codes = await pauseAccount(db(), viewer, input, new Date());
  showAnew();
  return { codes };
});

export const resumeAccountAction = adminAction(personForm, async (input, viewer) => {
  const codes = await resumeAccount(db(), viewer, input, new Date());
  showAnew();
  return { codes };
});

export const removeFactorAction = adminAction(factorForm, async (input, viewer) => {
  await removeSecondFactor({ db: db(), admin: authAdmin().mfa }, viewer, input, new Date());
  showAnew();
});

export const deleteAccountAction = adminAction(deletionForm, async (input, viewer) => {
  const outcome = await deleteAccount(erasureTools(), viewer, input);
  showAnew();
  return { outcome };
});

export const grantDaysAction = adminAction(daysForm, async (input, viewer) => {
  const given = await grantDays(db(), viewer, input, new Date());
  showAnew();
  return given;
});

export const endTrialAction = adminAction(trialForm, async (input, viewer) => {
  await endTrial(db(), viewer, input, new Date());
  showAnew();
});

export const resyncAction = adminAction(workspaceForm, async (input, viewer) => {
  const result = await resyncByAdmin(billingTools(), viewer, input);
  showAnew();
  return result;
});
