// A capability is a list of operations declared as data. HTTP routes, OpenAPI, the browser's client, the commands
// and the walks of the tests are all read from this list; nothing is declared twice.
import Type, { type Static, type TObject, type TSchema } from "typebox";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * `public`: no session needed. `signing_in`: any session, also one that still owes its second step. `signed_in`: any
 * complete session. Else the permission, or several, the strongest first: of those held, the first that reaches what the input names counts (http/door.ts).
 */
export type Permission = string | readonly string[];

/** What one operation is. Paths begin below /api and name their parameters as `:id`. */
export type OperationDeclaration = {
  method: Method;
  path: string;
  summary: string;
  permission: Permission;
  params?: TObject;
  query?: TObject;
  body?: TObject;
  output: TSchema;
  /**
   * Events that a successful call may write. A write without one does not pass the walk; of a read they are those of
   * asSensitiveRead.
   */
  events?: readonly string[];
  /** Refusals beyond those that every operation has (session, permission, schema, not found). */
  errors?: readonly string[];
  /**
   * Dangerous or far-reaching: whoever asks has proved who they are within the last minutes, else the door answers
   * `session.confirmation_needed` and the screen asks for it (OWASP ASVS 5.0 7.5.3).
   */
  confirms?: true;
  /**
   * An operation that is `signed_in` and may be asked through an access token all the same. The others are about one's own
   * secrets, settings and work, which no program is lent (docs/decisions/0081).
   */
  byToken?: true;
  /** An operation that is `signed_in` and read by whoever looks along as well (docs/decisions/0086); the others are about one's own secrets. */
  byViewer?: true;
  /** It asks somebody outside: never in the name of another who is looked along with. */
  asksOutside?: true;
  /** While one looks along as somebody else, this is still done as oneself. */
  asOneself?: true;
  /** Calls per minute: of one account; of one address where nobody is signed in yet. */
  limitPerMinute?: number;
  /**
   * A file goes beside the JSON. `download`: the function puts it beside its output (withContent) and the reply is the
   * file. `upload`: the module's routes.ts takes a multipart form, stores the content and calls the function with what
   * it found out about it.
   */
  carries?: "upload" | "download";
  /** Asked without a session it answers null where all others refuse: that nobody is signed in is an answer, too. */
  answersNobody?: true;
  /** A POST that only reads (a preview): its transaction is read-only and it writes no event. */
  readOnly?: boolean;
  /** Why a write leaves no event (e.g. a session's own heartbeat). Empty reasons do not pass the walk. */
  noEventBecause?: string;
};

export type Operation = OperationDeclaration & { name: string };

type Part<T, K extends "params" | "query" | "body"> =
  T extends Record<K, infer S extends TSchema> ? Static<S> : unknown;
type Flat<T> = { [K in keyof T]: T[K] };

/** Everything a caller gives: parameters, query and body in one object. Names do not repeat between them. */
export type Input<T> = Flat<Part<T, "params"> & Part<T, "query"> & Part<T, "body">>;
export type Output<T> = T extends { output: infer O extends TSchema } ? Static<O> : never;

export type Contract = Record<string, Operation>;

/** Names every operation by its key, so that the handler, the client and the command share one string. */
export function contract<const T extends Record<string, OperationDeclaration>>(
  operations: T,
): { [K in keyof T]: T[K] & { name: K & string } } {
  const named = Object.entries(operations).map(([name, declaration]) => [name, { ...declaration, name }]);
  return Object.fromEntries(named);
}

/** Whether an access token may ask for it at all; whether this one may, the door says. */
export const isForTokens = (operation: Pick<Operation, "permission" | "confirms" | "byToken">) =>
  operation.confirms !== true &&
  (operation.byToken === true ||
    (operation.permission !== "public" &&
      operation.permission !== "signed_in" &&
      operation.permission !== "signing_in"));

/** Whether it may be read as somebody else sees it: nothing is changed, taken along or opened that is sealed. */
export const isForViewers = (
  operation: Pick<
    Operation,
    | "permission"
    | "confirms"
    | "byToken"
    | "byViewer"
    | "method"
    | "readOnly"
    | "carries"
    | "events"
    | "asksOutside"
  >,
) =>
  !isWrite(operation) &&
  operation.carries === undefined &&
  operation.asksOutside !== true &&
  (operation.events ?? []).length === 0 &&
  (operation.byViewer === true || isForTokens(operation));

export const isWrite = (operation: Pick<Operation, "method" | "readOnly">) =>
  operation.method !== "GET" && operation.readOnly !== true;

// ---------------------------------------------------------------------------------------------------------
// Schemas that every contract uses. Each string is bounded and each list capped.
// ---------------------------------------------------------------------------------------------------------

export const Id = Type.String({ format: "uuid", maxLength: 36 });
/** A calendar day, YYYY-MM-DD, in the zone the field says (the group's where it says nothing). */
export const Day = Type.String({ format: "date", maxLength: 10 });
/** An instant, ISO 8601 in UTC. */
export const Moment = Type.String({ format: "date-time", maxLength: 40 });
export const Language = Type.Union([Type.Literal("ja"), Type.Literal("en"), Type.Literal("zh")]);
export const RowVersion = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
export const text = (maxLength: number, minLength = 0) => Type.String({ maxLength, minLength });
export const list = <T extends TSchema>(of: T, maxItems: number) => Type.Array(of, { maxItems });
export const nullable = <T extends TSchema>(of: T) => Type.Union([of, Type.Null()]);
export const optional = Type.Optional;

/** A string that is one of a few words. */
export function oneOf<const T extends readonly string[]>(...words: T) {
  return Type.Union(words.map((word) => Type.Literal(word))) as unknown as ReturnType<
    typeof Type.Unsafe<T[number]>
  >;
}

/** Where a page ends: opaque, of this list in this order alone (http/cursor.ts). */
export const Cursor = Type.String({ maxLength: 600 });
/** Keyset paging: `after` is the cursor that the page before gave. */
export const paging = {
  after: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
};
export const page = <T extends TSchema>(of: T) =>
  Type.Object({ rows: Type.Array(of, { maxItems: 500 }), next: nullable(Cursor) });
