import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Where each gate takes the name of what is done. */
const namedBy = new Map([
  ["admits", 2],
  ["requireFeature", 2],
  ["requireRoom", 2],
  ["cutToReach", 2],
  ["takeQuota", 3],
  ["tryQuota", 3],
]);

/** They pass on what they were asked themselves. */
const gatesThemselves = new Set(["src/lib/entitlements/gates.ts", "src/lib/usage/take-quota.ts"]);

/** `name` is null where it is no literal, so that nobody can say what is gated there. */
export type GateCall = { gate: string; name: string | null; file: string };

/** The calls of gates in a source, in the order in which they stand in it. */
export function findCallsIn(file: string, text: string): GateCall[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const calls: GateCall[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const gate = node.expression.getText(source).split(".").at(-1) ?? "";
      const index = namedBy.get(gate);
      if (index !== undefined) {
        const argument = node.arguments[index];
        const name = argument && ts.isStringLiteralLike(argument) ? argument.text : null;
        calls.push({ gate, name, file });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

/** Every call of a gate in the product, tests left out. */
export function findGateCalls(root: string): GateCall[] {
  return readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .map((path) => `src/${path}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|testing)\.tsx?$|\/generated\//.test(file))
    .filter((file) => !gatesThemselves.has(file))
    .sort()
    .flatMap((file) => findCallsIn(file, readFileSync(join(root, file), "utf8")));
}
