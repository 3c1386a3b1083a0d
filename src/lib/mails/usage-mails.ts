/** Which mails about usage somebody wants; the words stand in messages under `account.usage_mails`. */
export const usageMailChoices = ["all", "from_full", "none"] as const;
export type UsageMails = (typeof usageMailChoices)[number];

/** Who wants to be told that so many percent of a limit are passed. */
export function choicesThatWant(percent: number): UsageMails[] {
  return percent >= 100 ? ["all", "from_full"] : ["all"];
}
