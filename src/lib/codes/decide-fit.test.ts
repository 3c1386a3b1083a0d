import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideFit, type FittingCode } from "./decide-fit.ts";

function codes(states: string): FittingCode[] {
  return [...states].map((state, index) => ({
    id: `${index}`,
    isActive: state === "a",
    isPausedByPlan: state === "p",
  }));
}

describe("a limit of active codes", () => {
  test.each([
    ["pauses the newest beyond it", "aaaaa", 3, false, { pause: ["3", "4"], resume: [] }],
    ["leaves the owner's own pauses alone", "aoaoa", 2, false, { pause: ["4"], resume: [] }],
    ["that nobody has reached pauses nothing", "aao", 3, false, { pause: [], resume: [] }],
    ["gives nothing back as long as it is the same", "aapp", 3, false, { pause: [], resume: [] }],
    ["that has risen gives back the oldest that fit", "aapp", 3, true, { pause: [], resume: ["2"] }],
    ["of nothing pauses everything", "aa", 0, false, { pause: ["0", "1"], resume: [] }],
  ] as const)("%s", (_, states, limit, hasRisen, expected) => {
    expect(decideFit(codes(states), limit, hasRisen)).toEqual(expected);
  });

  test("that is no more gives back all that a plan had paused, and only that", () => {
    expect(decideFit(codes("aopp"), null, false)).toEqual({ pause: [], resume: ["2", "3"] });
  });
});

describe("laws", () => {
  const some = fc.string({ unit: fc.constantFrom("a", "o", "p"), maxLength: 40 });
  const apply = (list: FittingCode[], fit: ReturnType<typeof decideFit>): FittingCode[] =>
    list.map((code) => {
      if (fit.pause.includes(code.id)) return { ...code, isActive: false, isPausedByPlan: true };
      if (fit.resume.includes(code.id)) return { ...code, isActive: true, isPausedByPlan: false };
      return code;
    });

  test("afterwards no more are active than may be, and doing it again changes nothing", () => {
    fc.assert(
      fc.property(some, fc.nat(20), fc.boolean(), (states, limit, hasRisen) => {
        const after = apply(codes(states), decideFit(codes(states), limit, hasRisen));
        expect(after.filter(({ isActive }) => isActive).length).toBeLessThanOrEqual(limit);
        expect(decideFit(after, limit, hasRisen)).toEqual({ pause: [], resume: [] });
      }),
    );
  });

  test("down and up again leaves every code as it was", () => {
    fc.assert(
      fc.property(some, fc.nat(20), (states, limit) => {
        const before = codes(states.replaceAll("p", "o"));
        const down = apply(before, decideFit(before, limit, false));
        expect(apply(down, decideFit(down, null, true))).toEqual(before);
      }),
    );
  });
});
