// The state of one form: values, what is wrong with each field before and after the server has seen them.
import { useState } from "react";
import type { Operation } from "#core/contract.ts";
import { ApiError } from "../api.ts";
import { useAnyText } from "../text/i18n.ts";
import { checkField, type FieldSchema } from "./checkField.ts";

type Values = Record<string, unknown>;

/**
 * Holds the values of a form that feeds one operation. `errorOf(name)` gives the words under a field: from the
 * operation's own schema once the field was left or a save was tried, and from the server's refusal after that.
 */
export function useForm<V extends Values>(operation: Pick<Operation, "body" | "query">, initial: V) {
  const any = useAnyText();
  const [values, setValues] = useState<V>(initial);
  const [left, setLeft] = useState<ReadonlySet<keyof V>>(new Set());
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const schema = { ...operation.query?.properties, ...operation.body?.properties } as Record<
    string,
    FieldSchema
  >;
  const required = [...(operation.query?.required ?? []), ...(operation.body?.required ?? [])];

  const wrong = (name: keyof V & string): string | null => {
    const field = schema[name];
    const found = field ? checkField(field, values[name], required.includes(name)) : null;
    return found ? any(`errors.schema.${found.code}`, found.values) : null;
  };
  const refused = (name: string): string | null => {
    const found = refusal?.fields.find(
      (field) => field.path.replace(/^(body|querystring|params)[./]?/, "").replace(/^\//, "") === name,
    );
    if (!found) return null;
    return found.detail.startsWith("errors.") ? any(`errors.${found.code}`) : found.detail;
  };
  const set = (part: Partial<V>) => {
    setValues((before) => ({ ...before, ...part }));
    setRefusal(null);
  };
  const names = Object.keys(values) as (keyof V & string)[];
  return {
    values,
    set,
    leave: (name: keyof V) => setLeft((before) => new Set(before).add(name)),
    errorOf: (name: keyof V & string) => (left.has(name) ? wrong(name) : null) ?? refused(name),
    /** Shows every error there is; true when there is none and the form may be sent. */
    isReady: () => {
      setLeft(new Set(names));
      return names.every((name) => wrong(name) === null);
    },
    /** Takes the server's refusal in; gives it back for what belongs to no field. */
    refuse: (error: unknown): unknown => {
      if (error instanceof ApiError) setRefusal(error);
      return error;
    },
    reset: () => {
      setValues(initial);
      setLeft(new Set());
      setRefusal(null);
    },
  };
}
