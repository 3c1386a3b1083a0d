import { lineOfText } from "#shared/text.ts";

/** Why an admin does something, in their own words: it goes into the audit. */
export const reasonText = lineOfText(500).min(1, { error: "required" });
