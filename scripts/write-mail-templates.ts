// Writes the account mails for a real Supabase project: paste each into Authentication → Emails,
// or name the files in its config.toml. They are the same that the sandbox sends.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { mailKinds, mailTemplate } from "../sandbox/auth/templates.ts";

const folder = resolve(process.argv[2] ?? "mail-templates");
mkdirSync(folder, { recursive: true });
for (const kind of mailKinds) {
  const { subject, html } = mailTemplate(kind);
  writeFileSync(join(folder, `${kind}.subject.txt`), `${subject}\n`);
  writeFileSync(join(folder, `${kind}.html`), html);
}
console.log(`Wrote ${mailKinds.length} templates and their subjects to ${folder}`);
