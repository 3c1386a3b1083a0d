import ts from "typescript";

export type Schema = { [key: string]: unknown };
export type SchemaFile = { definitions: Record<string, Schema>; roots: Record<string, Schema> };

/**
 * JSON Schema of TypeScript types, as strict as the declarations are: objects are closed, open enums are
 * closed to the values that are named. `roots` are expressions such as `Stripe.Subscription`.
 */
export function deriveSchemas(roots: readonly string[], rootFolder: string): SchemaFile {
  const fileName = `${rootFolder}/sandbox/stripe/schema/roots.virtual.ts`;
  const text = [
    'import type Stripe from "stripe";',
    ...roots.map((root, index) => `export type Root${index} = ${root};`),
  ].join("\n");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ["node"],
  };
  const host = ts.createCompilerHost(options);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === fileName
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)
      : readSource(name, ...rest);
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === fileName || exists(name);
  const program = ts.createProgram([fileName], options, host);
  const source = program.getSourceFile(fileName);
  if (source === undefined) throw new Error("The types to derive could not be read");
  const broken = program
    .getSemanticDiagnostics(source)
    .map((d) => ts.flattenDiagnosticMessageText(d.messageText, " "));
  if (broken.length > 0) throw new Error(`Types that do not exist: ${broken.join("; ")}`);
  const walker = new Walker(program.getTypeChecker());
  const result: Record<string, Schema> = {};
  for (const statement of source.statements) {
    if (!ts.isTypeAliasDeclaration(statement)) continue;
    const root = roots[Number(statement.name.text.slice("Root".length))];
    if (root !== undefined)
      result[root] = walker.schemaOf(program.getTypeChecker().getTypeAtLocation(statement.name));
  }
  return { definitions: walker.definitions, roots: result };
}

/** The resources that the local Stripe has. */
const served = new Set([
  "list",
  "customer",
  "product",
  "price",
  "plan",
  "coupon",
  "promotion_code",
  "discount",
  "payment_method",
  "checkout.session",
  "item",
  "subscription",
  "subscription_item",
  "subscription_schedule",
  "invoice",
  "line_item",
  "invoiceitem",
  "invoice_payment",
  "payment_intent",
  "setup_intent",
  "charge",
  "refund",
  "dispute",
  "balance_transaction",
  "billing_portal.configuration",
  "billing_portal.session",
  "test_helpers.test_clock",
  "webhook_endpoint",
  "event",
]);

class Walker {
  readonly definitions: Record<string, Schema> = {};
  private readonly names = new Map<ts.Type, string>();
  private readonly checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  schemaOf(type: ts.Type): Schema {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.BooleanLiteral)
      return { const: this.checker.typeToString(type) === "true" };
    if (type.flags & ts.TypeFlags.String) return { type: "string" };
    if (type.flags & ts.TypeFlags.Number) return { type: "number" };
    if (type.flags & ts.TypeFlags.Boolean) return { type: "boolean" };
    if (type.flags & ts.TypeFlags.Null) return { type: "null" };
    if (type.isUnion()) return this.union(type);
    if (isOpenString(type)) return { type: "string" };
    if (type.flags & ts.TypeFlags.Object || type.isIntersection()) return this.object(type);
    return {};
  }

  private union(type: ts.UnionType): Schema {
    const members = type.types.filter((one) => !(one.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)));
    const literals = members.filter((one) => one.isStringLiteral());
    const closed = literals.length > 0 ? members.filter((one) => !isOpenString(one)) : members;
    const parts: Schema[] = [];
    if (literals.length > 0) parts.push({ enum: literals.map((one) => (one as ts.StringLiteralType).value) });
    const rest = closed.filter((one) => !one.isStringLiteral());
    if (rest.filter((one) => one.flags & ts.TypeFlags.BooleanLiteral).length === 2)
      parts.push({ type: "boolean" });
    for (const one of rest) {
      if (one.flags & ts.TypeFlags.BooleanLiteral && parts.some((part) => part.type === "boolean")) continue;
      parts.push(this.schemaOf(one));
    }
    // Scalars first: the check of a request turns text into what the first fitting alternative asks for.
    parts.sort((a, b) => rank(a) - rank(b));
    return parts.length === 1 ? (parts[0] as Schema) : { anyOf: parts };
  }

  private object(type: ts.Type): Schema {
    const name = type.symbol?.name ?? "";
    // The SDK turns these into objects; on the wire they are text.
    if (name === "Decimal" || type.getProperty("_coefficient") !== undefined) return { type: "string" };
    if (name === "Date") return { type: "number" };
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: item === undefined ? {} : this.schemaOf(item) };
    }
    const known = this.names.get(type);
    if (known !== undefined) return { $ref: `#/definitions/${known}` };
    const id = `${name.replace(/\W/g, "") || "Object"}${this.names.size}`;
    this.names.set(type, id);
    const kind = this.kindOf(type);
    if (kind !== null && !served.has(kind)) {
      // Never answered here, so never right: refused instead of derived with all it leads to.
      this.definitions[id] = { not: {} };
      return { $ref: `#/definitions/${id}` };
    }
    this.definitions[id] = {};
    this.definitions[id] = this.members(type);
    return { $ref: `#/definitions/${id}` };
  }

  /** The value of the property `object` that every resource carries. */
  private kindOf(type: ts.Type): string | null {
    const property = type.getProperty("object");
    const kind = property === undefined ? null : this.checker.getTypeOfSymbol(property);
    return kind?.isStringLiteral() ? kind.value : null;
  }

  private members(type: ts.Type): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of this.checker.getPropertiesOfType(type)) {
      const member = this.checker.getTypeOfSymbol(property);
      if (property.name === "lastResponse" || isNothing(member) || member.getCallSignatures().length > 0)
        continue;
      properties[property.name] = this.schemaOf(member);
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    const index = this.checker.getIndexInfosOfType(type)[0];
    // `interface Object {}`: the declarations leave open what it is.
    if (index === undefined && this.checker.getPropertiesOfType(type).length === 0) return { type: "object" };
    return {
      type: "object",
      properties,
      required,
      additionalProperties: index === undefined ? false : this.schemaOf(index.type),
    };
  }
}

/** The SDK's `OtherString`: `string & {…}`, any other value than the ones it names. */
function isOpenString(type: ts.Type): boolean {
  return type.isIntersection() && type.types.some((one) => (one.flags & ts.TypeFlags.String) !== 0);
}

/** `deleted?: void` says that the key is never there. */
function isNothing(type: ts.Type): boolean {
  const nothing = ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never;
  if (type.flags & nothing) return true;
  return type.isUnion() && type.types.every((one) => (one.flags & nothing) !== 0);
}

function rank(schema: Schema): number {
  if ("enum" in schema || "const" in schema) return 0;
  if (schema.type === "string") return 1;
  if (schema.type === "boolean" || schema.type === "number") return 2;
  return 3;
}
