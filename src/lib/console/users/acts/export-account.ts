import { allowAct } from "#lib/admin/acts.ts";
import { recordAudit } from "#lib/audit/record.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma, PrismaRoot } from "#platform/db/prisma.ts";
import { streamPieces } from "#platform/http/stream-pieces.ts";
import { Refusal } from "#shared/errors.ts";
import * as store from "./export-store.ts";
import { parsePersonId } from "./forms.ts";

export type AccountExport = { fileName: string; body: ReadableStream<Uint8Array> };

const rowsPerPiece = 500;

/**
 * Everything that is stored about a person, as JSON: themselves, where they are a member, what was
 * mailed to them, the audit of what they did and of what was done to them, and the workspaces that
 * are theirs alone. Of others nothing but the names of shared workspaces; what opens anything is
 * left out. However much it is, little of it is in memory at once.
 * @throws Refusal what `allowAct` refuses, `not_found`
 */
export async function exportAccount(
  db: PrismaRoot,
  viewer: Viewer,
  unverifiedId: string,
  now: Date,
): Promise<AccountExport> {
  const actor = allowAct(viewer, "account.exported", now);
  const profileId = parsePersonId(unverifiedId);
  const profile = await db.$transaction(async (tx) => {
    const found = await store.findExportedProfile(tx, profileId);
    if (!found) throw new Refusal("not_found");
    const entry = { actor, action: "account.exported", subject: `profile:${profileId}` } as const;
    await recordAudit(tx, [{ ...entry, workspaceId: null }], now);
    return found;
  });
  return {
    fileName: `account-${profileId}.json`,
    body: await streamPieces(writePieces(db, profile, now)),
  };
}

async function* writePieces(
  db: Prisma,
  { memberships, ...profile }: store.ExportedProfile,
  now: Date,
): AsyncGenerator<string, void> {
  const { id } = profile;
  const member = memberships.map(({ role, createdAt, workspace: { id: workspaceId, name } }) => {
    return { role, createdAt, workspaceId, name };
  });
  const head = { exportedAt: now, profile, memberships: member };
  yield `${json(head).slice(0, -1)},\n"apiKeys":${json(await store.listExportedKeys(db, id))}`;
  yield* writeList("mails", (last: { id: string } | null) =>
    store.listExportedMails(db, id, last, rowsPerPiece),
  );
  yield* writeAudit(db, id);
  yield ',\n"workspaces":[';
  const own = memberships.filter(({ role, workspace }) => role === "OWNER" && workspace.members.length === 1);
  for (const [index, { workspace }] of own.entries()) {
    const facts = await store.findExportedWorkspace(db, workspace.id);
    yield `${index === 0 ? "\n" : ",\n"}${json(facts).slice(0, -1)}`;
    yield* writeList("codes", (last: store.Placed | null) =>
      store.listExportedCodes(db, workspace.id, last, rowsPerPiece),
    );
    yield "}";
  }
  yield "]}\n";
}

/** As themselves, as an admin, and what others did to them: of these neither who nor from where. */
async function* writeAudit(db: Prisma, id: string): AsyncGenerator<string, void> {
  const [asPerson, asAdmin] = [`profile:${id}`, `admin:${id}`];
  const done = { subject: asPerson, actor: { notIn: [asPerson, asAdmin] } };
  for (const [name, about] of [
    ["did", { actor: asPerson }],
    ["didAsAdmin", { actor: asAdmin }],
    ["wasDone", done],
  ] as const) {
    yield* writeList(name, async (last: { at: Date; id: bigint } | null) => {
      const rows = await store.listExportedAudit(db, about, last, rowsPerPiece);
      return about === done ? rows.map((row) => ({ ...row, actor: kindOf(row.actor), address: null })) : rows;
    });
  }
}

const kindOf = (actor: string) => actor.split(":")[0] ?? "";

/** One more field of the object at hand: a list, read in pieces. */
async function* writeList<Row>(
  name: string,
  next: (last: Row | null) => Promise<Row[]>,
): AsyncGenerator<string, void> {
  yield `,\n"${name}":[`;
  let last: Row | null = null;
  for (;;) {
    const rows: Row[] = await next(last);
    const text = rows.map(json).join(",\n");
    if (text !== "") yield last === null ? `\n${text}` : `,\n${text}`;
    last = rows.at(-1) ?? null;
    if (rows.length < rowsPerPiece) break;
  }
  yield "]";
}

/** Numbers that JSON cannot hold exactly are texts. */
function json(value: unknown): string {
  return JSON.stringify(value, (_, field) => (typeof field === "bigint" ? String(field) : field));
}
