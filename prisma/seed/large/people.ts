import { draw, idOf, pick, signUpAt } from "./drawn.ts";

const firstNames =
  "Anna Maria Katarzyna Małgorzata Agnieszka Łucja Żaneta Ewa Zofia Hanna Jan Piotr Paweł Michał Łukasz Kamil Wojciech Grażyna Emma Olivia Noah Liam Priya Chen Fatima José Søren Zoë Tomáš Ørjan".split(
    " ",
  );
const lastNames =
  "Nowak Kowalska Wiśniewski Wójcik Kamińska Lewandowski Zielińska Szymański Woźniak Dąbrowska Kozłowski Jankowska Mazur Krawczyk Świątek Źródłowska Ćwikła Smith Brown Taylor Okafor Nair Garcia Müller Larsen Dubois Rossi Novák Tanaka Haddad".split(
    " ",
  );
/** None of them is anybody's: `.example` is kept free for this. */
const domains = [
  ...Array.from({ length: 7 }, () => "gmail.example"),
  ...["poczta.example", "poczta.example", "interia.example", "outlook.example", "skrzynka.example"],
];
const n = "n";
const plain = (text: string) => `translate(lower(${text}), 'ąćęłńóśźżéøëšüáö', 'acelnoszzeoesuao')`;
const first = pick(n, "first name", firstNames);
const last = pick(n, "last name", lastNames);
const at = (total: number) => signUpAt(n, total);

/** Everybody from `$1` to `$2`; `$3` is the day of the seed. */
export const profiles = (total: number): string => `
  INSERT INTO profiles (id, email, name, locale, role, deletion_requested_at, erased_at, paused_at, paused_reason, created_at, updated_at)
  SELECT id, CASE WHEN fate < 40 THEN 'erased+' || id || '@erased.invalid' ELSE
      CASE style WHEN 0 THEN ${plain("last")} || '_' || ${plain("first")} || n
        WHEN 1 THEN left(${plain("first")}, 1) || ${plain("last")} || n
        ELSE ${plain("first")} || '.' || ${plain("last")} || n END
      || '@' || CASE WHEN ${draw(n, "company", 10)} < 3 THEN 'firma' || ${draw(n, "which company", 5_000)} || '.example'
        ELSE ${pick(n, "domain", domains)} END END,
    CASE WHEN fate < 40 OR fate >= 9000 THEN '' ELSE first || ' ' || last END,
    CASE WHEN ${draw(n, "locale", 3)} = 0 THEN 'en' ELSE 'pl' END,
    CASE WHEN n % 250000 = 7 THEN 'ADMIN' ELSE 'USER' END::platform_role,
    CASE WHEN fate < 60 THEN at + interval '20 days' * least(1, fate / 40.0) END,
    CASE WHEN fate < 40 THEN at + interval '34 days' END,
    CASE WHEN fate BETWEEN 60 AND 61 THEN at + interval '9 days' END,
    CASE WHEN fate BETWEEN 60 AND 61 THEN 'Reported for phishing' END, at, at
  FROM (SELECT n, ${idOf("profile", n)} AS id, ${first} AS first, ${last} AS last, ${at(total)} AS at,
      ${draw(n, "style", 3)} AS style, ${draw(n, "fate", 10_000)} AS fate
    FROM generate_series($1::int, $2::int) n) drawn`;

/** Nine in ten had a trial; whose sign-up is a few days old has it still. */
const hasTrial = `${draw(n, "trial", 10)} < 9`;

export const workspaces = (total: number): string => `
  INSERT INTO workspaces (id, name, is_personal, trial_ends_at, created_at, updated_at)
  SELECT ${idOf("workspace", n)}, 'Workspace ' || n, true, CASE WHEN ${hasTrial} THEN at + interval '7 days' END, at, at
  FROM (SELECT n, ${at(total)} AS at FROM generate_series($1::int, $2::int) n) drawn`;

export const members = (total: number): string => `
  INSERT INTO workspace_members (workspace_id, profile_id, role, created_at)
  SELECT ${idOf("workspace", n)}, ${idOf("profile", n)}, 'OWNER', ${at(total)}
  FROM generate_series($1::int, $2::int) n`;

/** As the projection has it of whoever has nothing but a trial; the sweep does the others. */
export const access = (total: number): string => `
  INSERT INTO workspace_access (workspace_id, profile_id, signed_up_at, tier, source, next_change_at)
  SELECT ${idOf("workspace", n)}, ${idOf("profile", n)}, at,
    CASE WHEN is_live THEN 'premium' ELSE 'starter' END, CASE WHEN is_live THEN 'trial' ELSE 'free' END,
    CASE WHEN is_live THEN at + interval '7 days' END
  FROM (SELECT n, at, ${hasTrial} AND at + interval '7 days' > now() AS is_live
    FROM (SELECT n, ${at(total)}::timestamptz(3) AS at FROM generate_series($1::int, $2::int) n) drawn) judged`;

export const trials = (total: number): string => `
  INSERT INTO trials (identity_hash, workspace_id, started_at, ends_at)
  SELECT md5('identity ' || n), ${idOf("workspace", n)}, at, at + interval '7 days'
  FROM (SELECT n, ${at(total)} AS at FROM generate_series($1::int, $2::int) n) drawn WHERE ${hasTrial}`;

export const signUps = (): string => `
  INSERT INTO sign_ups (profile_id, email_domain, network, trial, at)
  SELECT ${idOf("profile", n)}, split_part(p.email, '@', 2),
    '203.0.' || ${draw(n, "network", 250)} || '.0/24', CASE WHEN ${hasTrial} THEN 'given' ELSE 'had_before' END, p.created_at
  FROM generate_series($1::int, $2::int) n JOIN profiles p ON p.id = ${idOf("profile", n)}
  WHERE p.erased_at IS NULL`;
