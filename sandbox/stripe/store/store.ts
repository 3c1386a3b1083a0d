import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Documents, Inners, Kind, Stored } from "./documents.ts";
import { deliveryClock, indexOf } from "./indexes.ts";

type Row = { kind: Kind; id: string; seq: number; body: string; inner: string };
export type Filter = { customer?: string; ref?: string; clock?: string | null };

const schema = `
CREATE TABLE IF NOT EXISTS documents (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL,
  customer TEXT, ref TEXT, clock TEXT, due INTEGER, rank INTEGER NOT NULL,
  body TEXT NOT NULL, inner TEXT NOT NULL, UNIQUE (kind, id));
CREATE INDEX IF NOT EXISTS by_kind ON documents (kind, seq);
CREATE INDEX IF NOT EXISTS by_customer ON documents (kind, customer, seq);
CREATE INDEX IF NOT EXISTS by_ref ON documents (kind, ref, seq);
CREATE INDEX IF NOT EXISTS by_clock ON documents (kind, clock, seq);
CREATE INDEX IF NOT EXISTS by_time ON documents (clock, due, rank, seq) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS idempotency (
  key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
  request_id TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS by_age ON idempotency (at);
`;

/** Everything the local Stripe remembers: documents in SQLite, one transaction an API call. */
export class Store {
  private readonly database: DatabaseSync;
  /** Within a transaction each document is one object, whoever asks for it. */
  private readonly loaded = new Map<string, Stored>();
  private readonly statements = new Map<string, StatementSync>();
  private readonly settings = new Map<string, unknown>();
  private depth = 0;
  /** Changes with every write to the endpoints that events go to: what is remembered of them is old then. */
  endpointsVersion = 0;

  /** `null`: in memory only, for tests. On disk it outlives the process, though not a power cut. */
  constructor(folder: string | null) {
    if (folder !== null) mkdirSync(folder, { recursive: true });
    this.database = new DatabaseSync(folder === null ? ":memory:" : join(folder, "stripe.sqlite"));
    this.database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;");
    this.database.exec(schema);
  }

  /** All or nothing. Within another one it is a savepoint: undone alone when `work` throws. */
  transaction<T>(work: () => T): T {
    const name = `level_${this.depth}`;
    if (this.depth === 0) this.loaded.clear();
    this.database.exec(this.depth === 0 ? "BEGIN IMMEDIATE" : `SAVEPOINT ${name}`);
    this.depth += 1;
    try {
      const result = work();
      this.depth -= 1;
      this.database.exec(this.depth === 0 ? "COMMIT" : `RELEASE ${name}`);
      return result;
    } catch (error) {
      this.depth -= 1;
      this.database.exec(this.depth === 0 ? "ROLLBACK" : `ROLLBACK TO ${name}; RELEASE ${name}`);
      this.loaded.clear();
      this.settings.clear();
      this.endpointsVersion += 1;
      throw error;
    } finally {
      if (this.depth === 0) this.loaded.clear();
    }
  }

  insert<K extends Kind>(kind: K, id: string, body: Documents[K], inner: Inners[K]): Stored<K> {
    const stored = this.append(kind, id, body, inner);
    this.keep(stored);
    return stored;
  }

  /** Inserts what is not looked at again in this transaction: the body is written as it is now. */
  append<K extends Kind>(kind: K, id: string, body: Documents[K], inner: Inners[K]): Stored<K> {
    const stored: Stored<K> = { kind, id, seq: 0, body, inner };
    if (kind === "webhook_endpoint") this.endpointsVersion += 1;
    const index = indexOf(stored as unknown as Stored);
    const run = this.prepare(
      "INSERT INTO documents (kind, id, customer, ref, clock, due, rank, body, inner) VALUES (?,?,?,?,?,?,?,?,?)",
    ).run(
      kind,
      id,
      index.customer,
      index.ref,
      index.clock,
      index.due,
      index.rank,
      JSON.stringify(body),
      JSON.stringify(inner),
    );
    stored.seq = Number(run.lastInsertRowid);
    return stored;
  }

  save<K extends Kind>(stored: Stored<K>): void {
    if (stored.kind === "webhook_endpoint") this.endpointsVersion += 1;
    const index = indexOf(stored as unknown as Stored);
    this.prepare(
      "UPDATE documents SET customer=?, ref=?, clock=?, due=?, rank=?, body=?, inner=? WHERE seq=?",
    ).run(
      index.customer,
      index.ref,
      index.clock,
      index.due,
      index.rank,
      JSON.stringify(stored.body),
      JSON.stringify(stored.inner),
      stored.seq,
    );
  }

  remove(stored: { kind: Kind; id: string; seq: number }): void {
    this.prepare("DELETE FROM documents WHERE seq=?").run(stored.seq);
    this.loaded.delete(`${stored.kind} ${stored.id}`);
    if (stored.kind === "webhook_endpoint") this.endpointsVersion += 1;
  }

  find<K extends Kind>(kind: K, id: string | null | undefined): Stored<K> | null {
    if (id === null || id === undefined) return null;
    const known = this.loaded.get(`${kind} ${id}`);
    // SAFETY: the map's key carries the kind.
    if (known !== undefined) return known as unknown as Stored<K>;
    const row = this.prepare("SELECT kind, id, seq, body, inner FROM documents WHERE kind=? AND id=?").get(
      kind,
      id,
    );
    return row === undefined ? null : this.load<K>(row as Row);
  }

  /** Newest first; older than `beforeSeq` where given. Read in pages, so that a caller may stop early. */
  *list<K extends Kind>(
    kind: K,
    filter: Filter = {},
    beforeSeq = Number.MAX_SAFE_INTEGER,
  ): Generator<Stored<K>> {
    const conditions = ["kind=?", "seq<?"];
    const values: (string | number)[] = [];
    for (const column of ["customer", "ref", "clock"] as const) {
      const value = filter[column];
      if (value === undefined) continue;
      conditions.push(value === null ? `${column} IS NULL` : `${column}=?`);
      if (value !== null) values.push(value);
    }
    const statement = this.prepare(
      `SELECT kind, id, seq, body, inner FROM documents WHERE ${conditions.join(" AND ")} ORDER BY seq DESC LIMIT ?`,
    );
    // Most callers want the newest few.
    for (let before = beforeSeq, size = 10; ; size = 100) {
      const rows = statement.all(kind, before, ...values, size) as Row[];
      for (const row of rows) yield this.load<K>(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < size) return;
      before = last.seq;
    }
  }

  /** The earliest thing that is due on a clock (`null`: the sandbox's own) up to a time, in unix seconds. */
  nextDue(clock: string | null, upTo: number): { stored: Stored; due: number } | null {
    const row = this.prepare(
      `SELECT kind, id, seq, body, inner, due FROM documents WHERE due<=? AND clock ${clock === null ? "IS NULL" : "=?"}
       ORDER BY due, rank, seq LIMIT 1`,
    ).get(upTo, ...(clock === null ? [] : [clock])) as (Row & { due: number }) | undefined;
    return row === undefined ? null : { stored: this.load(row), due: row.due };
  }

  /** Deliveries that wait, the most urgent first, with the time of their next attempt. */
  waitingDeliveries(limit: number): { id: string; at: number }[] {
    return this.prepare(
      `SELECT id, due AS at FROM documents WHERE clock = ? AND due IS NOT NULL ORDER BY due, rank, seq LIMIT ?`,
    ).all(deliveryClock, limit) as { id: string; at: number }[];
  }

  /** The stand-in has another address than before: what it handed out leads to the new one. */
  moveAddress(before: string, after: string): void {
    this.prepare(
      "UPDATE documents SET body = replace(body, ?, ?) WHERE kind IN ('session', 'invoice', 'charge')",
    ).run(`${before}/`, `${after}/`);
  }

  count(kind: Kind): number {
    return Number(
      (this.prepare("SELECT count(*) AS n FROM documents WHERE kind=?").get(kind) as { n: number }).n,
    );
  }

  setting<T>(name: string, fallback: T): T {
    if (this.settings.has(name)) return (this.settings.get(name) ?? fallback) as T;
    const row = this.prepare("SELECT value FROM settings WHERE name=?").get(name) as
      | { value: string }
      | undefined;
    const value = row === undefined ? undefined : JSON.parse(row.value);
    this.settings.set(name, value);
    return (value ?? fallback) as T;
  }

  setSetting(name: string, value: unknown): void {
    this.settings.delete(name);
    this.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES (?,?)").run(
      name,
      JSON.stringify(value),
    );
  }

  prepare(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  reset(): void {
    this.loaded.clear();
    this.settings.clear();
    this.endpointsVersion += 1;
    this.database.exec("DELETE FROM documents; DELETE FROM settings; DELETE FROM idempotency;");
  }

  /** Everything, to be put back later. */
  exportRows(): unknown[] {
    return this.prepare("SELECT * FROM documents ORDER BY seq").all();
  }

  importRows(rows: Record<string, string | number | null>[]): void {
    this.loaded.clear();
    this.endpointsVersion += 1;
    this.database.exec("DELETE FROM documents; DELETE FROM idempotency;");
    const insert = this.prepare(
      "INSERT INTO documents (seq, kind, id, customer, ref, clock, due, rank, body, inner) VALUES (?,?,?,?,?,?,?,?,?,?)",
    );
    const columns = ["seq", "kind", "id", "customer", "ref", "clock", "due", "rank", "body", "inner"];
    for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null));
  }

  close(): void {
    this.database.close();
  }

  private load<K extends Kind>(row: Row): Stored<K> {
    const known = this.loaded.get(`${row.kind} ${row.id}`);
    // SAFETY: rows are written by `insert` and `save` alone, with the kind they were typed by.
    if (known !== undefined) return known as unknown as Stored<K>;
    const stored = {
      kind: row.kind,
      id: row.id,
      seq: row.seq,
      body: JSON.parse(row.body),
      inner: JSON.parse(row.inner),
    };
    this.keep(stored);
    return stored as Stored<K>;
  }

  private keep(stored: { kind: Kind; id: string }): void {
    if (this.depth > 0) this.loaded.set(`${stored.kind} ${stored.id}`, stored as Stored);
  }
}
