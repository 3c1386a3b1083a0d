/**
 * Does something again for as long as no connection to the database comes free in time: whoever is
 * answered so, a person or Stripe, is told to try again, and does.
 */
export async function whenNotTooBusy<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "P2028")) throw error;
    }
  }
}
