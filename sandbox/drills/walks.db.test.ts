import { expect, test } from "vitest";
import { createEventHub } from "./event-hub.ts";
import { seededRandom } from "./random.ts";
import { isFull, printTable, seed, sized } from "./size.ts";
import { shrink, type Walked, walk } from "./walk.ts";
import { openWorld } from "./world.ts";

const openedWorld = openWorld();
const size = {
  walks: Number(process.env.DRILL_WALKS ?? sized(6, 1_000)),
  steps: sized(20, 40),
  atOnce: sized(3, 6),
  limitMs: sized(240_000, 3 * 60 * 60_000),
};
const progressEvery = 50;
/** One walk alone, by the seed that its failure printed. */
const onlyWalk = process.env.DRILL_WALK ? Number(process.env.DRILL_WALK) : null;

const statuses = [
  ...["incomplete", "incomplete_expired", "trialing", "active"],
  ...["past_due", "unpaid", "paused", "canceled"],
];

/** Every edge of Stripe's table of statuses that these walks can take. */
const edges = [
  ...["– → incomplete", "incomplete → active", "incomplete → incomplete_expired", "– → trialing"],
  ...["trialing → active", "trialing → paused", "trialing → canceled", "active → past_due"],
  ...["past_due → active", "past_due → canceled", "past_due → unpaid", "past_due → past_due"],
  ...["unpaid → active", "active → paused", "paused → active", "active → canceled"],
  ...["unpaid → canceled", "paused → canceled"],
];

test("random walks end with model, database and Stripe agreeing", { timeout: size.limitMs }, async () => {
  const world = openedWorld();
  const hub = createEventHub(world.local.stripe);
  const random = seededRandom(seed);
  const visited = new Map<string, number>();
  const failures: string[] = [];
  let steps = 0;
  let done = 0;
  const started = performance.now();
  // How dunning ends is a setting of the account: a third of the walks each.
  for (const [at, dunningEnd] of (["cancel", "unpaid", "past_due"] as const).entries()) {
    await world.local.control("POST", "settings", { dunningEnd });
    const place = { world, hub, dunningEnd };
    const waiting = Array.from({ length: size.walks }, () => random.below(2 ** 31))
      .filter((_, index) => index % 3 === at)
      .filter((one) => onlyWalk === null || one === onlyWalk);
    const lane = async () => {
      for (let one = waiting.shift(); one !== undefined && failures.length < 3; one = waiting.shift()) {
        const walked = await walk(place, one, size.steps);
        steps += walked.steps.length;
        if (++done % progressEvery === 0) console.log(`seed ${seed}: ${done} of ${size.walks} walks`);
        for (const edge of walked.edges) visited.set(edge, (visited.get(edge) ?? 0) + 1);
        if (walked.failure === null) continue;
        failures.push(tell(one, dunningEnd, await shrink(place, one, walked)));
        console.log(failures.at(-1));
      }
    };
    await Promise.all(Array.from({ length: size.atOnce }, lane));
  }
  printTable("random walks", {
    walks: size.walks,
    steps,
    "steps a second": (steps / ((performance.now() - started) / 1000)).toFixed(1),
    ...Object.fromEntries(
      [...new Set([...edges, ...visited.keys()])].map((edge) => [edge, visited.get(edge) ?? 0]),
    ),
  });
  expect(failures.join("\n\n")).toBe("");
  if (!isFull || onlyWalk !== null) return;
  expect(edges.filter((edge) => !visited.has(edge))).toEqual([]);
  expect(statuses.filter((status) => ![...visited.keys()].some((edge) => edge.endsWith(status)))).toEqual([]);
});

function tell(one: number, dunningEnd: string, { steps, failure }: Walked): string {
  return [
    `walk ${one} of seed ${seed}, dunning ends in ${dunningEnd}; alone: DRILL_SEED=${seed} DRILL_WALK=${one}`,
    ...steps.map(({ deed, seed: from }) => `  ${deed} (${from})`),
    failure ?? "",
  ].join("\n");
}
