import { notFound } from "next/navigation";
import { Refusal } from "#shared/errors.ts";

/** For pages: what is looked for, or in place of it the page that says there is nothing. */
export async function orNotFound<Found>(look: () => Promise<Found>): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") notFound();
    throw error;
  }
}
