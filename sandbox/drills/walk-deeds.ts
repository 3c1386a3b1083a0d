import { beginnings } from "./deeds/begin.ts";
import { planChanges } from "./deeds/change-plan.ts";
import type { Deed } from "./deeds/deed.ts";
import { givingBack } from "./deeds/give-back.ts";
import { goingOn } from "./deeds/go-on.ts";
import { payments } from "./deeds/pay.ts";
import { stops } from "./deeds/stop.ts";

/** Everything that a walk may do. A step is drawn by its place: in another order, a seed gives another walk. */
export const deeds: Record<string, Deed> = {
  ...beginnings,
  ...payments,
  ...planChanges,
  ...stops,
  ...givingBack,
  ...goingOn,
};
