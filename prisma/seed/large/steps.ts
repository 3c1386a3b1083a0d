import * as dealings from "./dealings.ts";
import * as people from "./people.ts";
import * as records from "./records.ts";

export type Step = {
  name: string;
  count: number;
  perBatch: number;
  /** Numbers from `$1` to `$2`, on the day `$3`. */
  statements: string[];
  /** Written as they are, past the triggers that would work out the same row by row. */
  copied?: string[];
};

const peoplePerBatch = 20_000;
const auditPerPerson = 2;
const peoplePerEvent = 25;

/** What is made, in its order: each step in batches, each batch whole or not at all. */
export function largeSteps(total: number): Step[] {
  const audit = total * auditPerPerson;
  const events = Math.ceil(total / peoplePerEvent);
  const ofPeople = { count: total, perBatch: peoplePerBatch };
  return [
    {
      name: "promo codes",
      count: dealings.promoCodes,
      perBatch: dealings.promoCodes,
      statements: [records.promos],
    },
    {
      name: "people",
      ...ofPeople,
      copied: [people.workspaces(total), people.members(total)],
      statements: [people.access(total), people.profiles(total), people.trials(total), people.signUps()],
    },
    { name: "codes", ...ofPeople, statements: [dealings.codes(total)] },
    {
      name: "plans",
      ...ofPeople,
      statements: [
        dealings.customers(total),
        dealings.subscriptions(total),
        dealings.invoices(total),
        dealings.movements(total),
      ],
    },
    {
      name: "gifts",
      ...ofPeople,
      statements: [
        dealings.waivers(total),
        dealings.overrides(total),
        dealings.redemptions(total),
        dealings.grants(total),
        dealings.promoDays(total),
      ],
    },
    { name: "audit", count: audit, perBatch: 50_000, statements: [records.audit(total, audit)] },
    { name: "deliveries", count: events, perBatch: 20_000, statements: [records.events(total, events)] },
    { name: "uses", count: 1, perBatch: 1, statements: [records.uses] },
  ];
}
