export const standIn = "known to nobody in src";
