export const themeCookie = "theme";

export type Theme = "light" | "dark" | "system";

/** What the cookie asks for; anything unknown means that the system decides. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
