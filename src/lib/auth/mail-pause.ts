/** Supabase sends one mail a minute to an address at most, and does not say how long to wait. */
export const mailPauseSeconds = 60;
