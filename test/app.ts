// The product without a socket: real database, real door, and people to ask with.
import { modules } from "#app/modules.ts";
import type { Input, Operation, Output } from "#core/contract.ts";
import type { Locks } from "#core/context.ts";
import { openDatabase } from "#core/db/pool.ts";
import { type Door, makeDoor } from "#core/http/door.ts";
import { writerOf } from "#core/http/serialization.ts";
import { makeServer, type ServerOptions } from "#core/http/server.ts";
import { atTheEnd, freshDatabase, type TestDatabase } from "./db.ts";
import { testFileStore } from "./files.ts";

export type TestApp = {
  database: TestDatabase;
  door: Door;
  /** Sets the clock that rules look at; null returns to the real one. */
  setNow(now: Date | null): void;
  /** Asks as the holder of a session token; null asks without a session. */
  as(token: string | null): <O extends Operation>(operation: O, input: Input<O>) => Promise<Output<O>>;
  /** The HTTP server, for what only the wire shows (`server.inject`). */
  server(options?: Partial<ServerOptions>): ReturnType<typeof makeServer>;
};

export async function testApp(options: { locks?: Locks; database?: TestDatabase } = {}): Promise<TestApp> {
  const database = options.database ?? (await freshDatabase());
  testFileStore();
  const opened = openDatabase({ connectionString: database.url, size: 6 });
  atTheEnd(() => opened.close());
  let now: Date | undefined;
  const door = makeDoor({
    db: opened.db,
    now: () => now,
    ...(options.locks ? { locks: options.locks } : {}),
  });
  return {
    database,
    door,
    setNow: (at) => {
      now = at ?? undefined;
    },
    as: (token) => async (operation, input) => {
      const output = await door.perform(operation, handlerOf(operation), { token }, input);
      assertWritable(operation, output);
      return output as never;
    },
    server: (more = {}) =>
      makeServer({
        modules,
        door,
        translate: (_language, key) => key,
        version: "test",
        callsPerMinute: 1_000_000,
        ready: async () => true,
        ...more,
      }),
  };
}

const writers = new Map<string, (output: unknown) => string>();

/** What has no place in the schema of its contract would be a fault on the wire, where this app has none. */
function assertWritable(operation: Operation, output: unknown): void {
  if (operation.carries === "download") return;
  const { name, output: schema, method, path: url } = operation;
  const write = writers.get(name) ?? writerOf({ schema, method, url, httpStatus: "200" });
  writers.set(name, write);
  write(output);
}

export function handlerOf(operation: Operation) {
  for (const module of modules) {
    const handler =
      module.contract[operation.name] === undefined ? undefined : module.service[operation.name];
    if (handler) return handler as never;
  }
  throw new Error(`no module has ${operation.name}`);
}
