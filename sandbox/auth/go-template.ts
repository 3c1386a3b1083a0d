/** The values of a template; `Data` holds the user's metadata. */
export type TemplateValues = { [name: string]: string | TemplateValues };

const action = /\{\{\s*(.*?)\s*\}\}/;

/**
 * Renders the part of Go's templates that our mails use: `{{ .Path.To.Value }}` and
 * `{{ if eq .Path "word" }}…{{ else }}…{{ end }}`. Anything else throws.
 */
export function renderGoTemplate(template: string, values: TemplateValues): string {
  // Text stands at even places, actions at odd ones.
  const parts = template.split(new RegExp(action, "g"));
  const [rendered] = renderUntil(parts, 0, values, false);
  return rendered;
}

/** Renders from `start` to the end or to the `else` or `end` that closes the block it is in. */
function renderUntil(
  parts: string[],
  start: number,
  values: TemplateValues,
  isInBlock: boolean,
): [string, number] {
  let rendered = "";
  for (let at = start; at < parts.length; at += 1) {
    const part = parts[at] ?? "";
    if (at % 2 === 0) {
      rendered += part;
      continue;
    }
    if (part === "else" || part === "end") {
      if (!isInBlock) throw new Error(`The template has {{ ${part} }} without {{ if }}`);
      return [rendered, at];
    }
    const condition = /^if eq (\.[\w.]+) "([^"]*)"$/.exec(part);
    if (condition === null) {
      rendered += lookUp(part, values);
      continue;
    }
    const isTrue = lookUp(condition[1] ?? "", values) === condition[2];
    const [whenTrue, middle] = renderUntil(parts, at + 1, values, true);
    let end = middle;
    let whenFalse = "";
    if (parts[middle] === "else") [whenFalse, end] = renderUntil(parts, middle + 1, values, true);
    rendered += isTrue ? whenTrue : whenFalse;
    at = end;
  }
  if (isInBlock) throw new Error("The template has {{ if }} without {{ end }}");
  return [rendered, parts.length];
}

function lookUp(path: string, values: TemplateValues): string {
  if (!/^(\.\w+)+$/.test(path))
    throw new Error(`The template says {{ ${path} }}, which is not understood here`);
  let value: string | TemplateValues | undefined = values;
  for (const name of path.slice(1).split(".")) value = typeof value === "object" ? value[name] : undefined;
  return typeof value === "string" ? value : "";
}
