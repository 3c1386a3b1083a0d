/** A day and its minute, with the zone that is meant. */
export const minute = {
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
} as const;
