// The floor of an operation: the very statements it sends, by the driver alone within the same BEGIN and COMMIT, and the
// very bytes it answers with from a bare HTTP handler.
import { randomUUID } from "node:crypto";
import type { CompiledQuery } from "kysely";
import type pg from "pg";
import type { Input, Operation } from "#core/contract.ts";
import { modules } from "#app/modules.ts";
import { openDatabase } from "#core/db/pool.ts";
import { makeDoor } from "#core/http/door.ts";
import { type Process, send } from "./client.ts";
import type { Place } from "./stage.ts";

function handlerOf(operation: Operation) {
  const owner = modules.find((module) => module.contract[operation.name] !== undefined);
  return owner?.service[operation.name] as never;
}

export type Statements = readonly CompiledQuery[];

/** What an operation sends to the database, in order: the session first, then what runs in its transaction. */
export async function statementsOf<O extends Operation>(
  place: Place,
  token: string,
  operation: O,
  input: Input<O>,
  /** Of what writes: the second call with other rows than the first. */
  next: Input<O> = input,
): Promise<Statements> {
  const sent: CompiledQuery[] = [];
  const { db, close } = openDatabase({
    connectionString: place.url,
    size: 2,
    onStatement: (statement) => sent.push(statement),
  });
  const door = makeDoor({ db });
  try {
    // Editions are read once per process: the second call is what every later one is.
    for (const turn of [input, next]) {
      sent.length = 0;
      await door.perform(operation, handlerOf(operation), { token }, turn as never);
    }
    return sent.filter((one) => !/^(begin|commit|start transaction)/i.test(one.sql));
  } finally {
    await close();
  }
}

/** Milliseconds for the statements in one transaction. */
export async function replay(
  client: pg.Client,
  [session, ...rest]: Statements,
  begin: "begin" | "begin read only" = "begin read only",
): Promise<number> {
  const began = performance.now();
  if (session) await client.query(session.sql, [...session.parameters]);
  await client.query(begin);
  for (const one of rest) await client.query(one.sql, [...one.parameters]);
  await client.query("commit");
  return performance.now() - began;
}

/** The same statements about other rows: each of these ids, wherever it stands in what is sent, is another one. */
export function withOther(statements: Statements, ids: readonly string[]): Statements {
  const others = new Map(ids.map((id) => [id, randomUUID()]));
  const any = new RegExp(ids.join("|"), "g");
  const swapped = (sent: unknown): unknown =>
    typeof sent === "string"
      ? sent.replaceAll(any, (id) => others.get(id) ?? id)
      : Array.isArray(sent)
        ? sent.map(swapped)
        : sent;
  return statements.map((one) => ({ ...one, parameters: one.parameters.map(swapped) }));
}

export async function bareBytes(bare: Process, name: string, text: string): Promise<() => Promise<number>> {
  await send(new URL(`${bare.address}/keep/${name}`), { method: "PUT", body: text });
  const url = new URL(`${bare.address}/${name}`);
  return async () => (await send(url)).ms;
}
