// The typed way to the server: every call takes an operation of a contract and gives what it declares.
import { type QueryKey, QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Input, Operation, Output } from "#core/contract.ts";
import { noteAnswer, noteSilence } from "./connection.ts";
import { withProof } from "./identity/confirming.ts";
import { currentLanguage } from "./text/i18n.ts";

export type FieldProblem = { path: string; code: string; detail: string };

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly fields: FieldProblem[];
  readonly requestId: string;
  readonly extra: Record<string, unknown>;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.title ?? problem.code ?? String(status));
    this.status = status;
    this.code = problem.code ?? "fault";
    this.title = problem.title ?? "";
    this.fields = problem.errors ?? [];
    this.requestId = problem.requestId ?? "";
    this.extra = problem.extra ?? {};
  }
}

type Problem = {
  code: string;
  title: string;
  errors: FieldProblem[];
  requestId: string;
  extra: Record<string, unknown>;
};

/** Where an operation is called with this input, below /api, and what is sent along. */
export function addressOf<O extends Operation>(
  operation: O,
  input: Input<O>,
): { path: string; body: string | null } {
  const given = { ...(input as Record<string, unknown>) };
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(String(given[name]));
    delete given[name];
    return value;
  });
  const query = new URLSearchParams();
  for (const name of Object.keys(operation.query?.properties ?? {})) {
    const value = given[name];
    delete given[name];
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== "") query.append(name, String(one));
  }
  const body = operation.body ? JSON.stringify(given) : null;
  return { path: `${path}${query.size > 0 ? `?${query}` : ""}`, body };
}

/** Calls an operation: path parameters, query and body are taken from one input object. */
export async function call<O extends Operation>(operation: O, input: Input<O>): Promise<Output<O>> {
  const { path, body } = addressOf(operation, input);
  return request(`/api${path}`, {
    method: operation.method,
    body,
    headers: body ? { "content-type": "application/json" } : {},
  });
}

/** Any request of ours to our server, e.g. an upload; problems come as ApiError. */
export async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, {
    ...init,
    credentials: "same-origin",
    headers: { ...init.headers, "x-yagura": "1", "x-yagura-language": currentLanguage() },
  }).catch(() => {
    noteSilence();
    throw new ApiError(0, { code: "network.down" });
  });
  noteAnswer();
  if (!response.ok) {
    const error = new ApiError(
      response.status,
      (await response.json().catch(() => ({}))) as Partial<Problem>,
    );
    // A rule made meanwhile asks for more: the gate looks again and leads to what is owed.
    if (error.code === "session.incomplete" && !path.endsWith("/session"))
      void queryClient.invalidateQueries({ queryKey: ["getSession"] });
    // What was lent to see is over: one's own work begins anew.
    if (error.code === "viewing.is_over") window.location.assign("/viewings");
    throw error;
  }
  return (await response.json()) as T;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    // Whether there is a network, the request itself finds out: the service worker may answer without one.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 10_000,
      retry: (count, error) =>
        error instanceof ApiError && (error.status === 0 || error.status >= 500) && count < 2,
    },
  },
});

export const keyOf = (operation: Operation, input: unknown): QueryKey => [
  operation.name,
  input,
  currentLanguage(),
];

/** For route loaders: starts reading before the page is drawn; a refusal is left to the page that shows it. */
export function prefetch<O extends Operation>(operation: O, input: Input<O>): Promise<void> {
  return queryClient.prefetchQuery({
    queryKey: keyOf(operation, input),
    queryFn: () => call(operation, input),
  });
}

/** Milliseconds between two readings, or false; may depend on what was read last. */
type Every<T> = number | false | ((last: T | undefined) => number | false);

/** Reads an operation; cached under its name and input. */
export function useOperation<O extends Operation>(
  operation: O,
  input: Input<O>,
  options: { enabled?: boolean; refetchEvery?: Every<Output<O>>; keep?: boolean } = {},
) {
  return useQuery({
    queryKey: keyOf(operation, input),
    queryFn: () => call(operation, input),
    enabled: options.enabled ?? true,
    refetchInterval: (query) => {
      const every = options.refetchEvery ?? false;
      return typeof every === "function" ? every(query.state.data) : every;
    },
    ...(options.keep ? { placeholderData: (before: Output<O> | undefined) => before } : {}),
  });
}

/**
 * Reads an operation again and again while the work that it tells of goes on; what that work wrote, named by `refreshes`, is read anew
 * the moment it ends.
 */
export function useUntilDone<O extends Operation>(
  operation: O,
  input: Input<O>,
  isWorking: (last: Output<O>) => boolean,
  refreshes: readonly Operation[],
) {
  const client = useQueryClient();
  const shown = useOperation(operation, input, {
    refetchEvery: (last) => (last === undefined || isWorking(last) ? 700 : false),
  });
  const isAtWork = shown.data !== undefined && isWorking(shown.data);
  const wasAtWork = useRef(false);
  useEffect(() => {
    if (wasAtWork.current && !isAtWork)
      for (const one of refreshes) void client.invalidateQueries({ queryKey: [one.name] });
    wasAtWork.current = isAtWork;
  }, [isAtWork, refreshes, client]);
  return shown;
}

type Then<T> = { onSuccess?: (result: T) => unknown; onError?: (error: ApiError) => unknown };

/**
 * Performs a writing operation; afterwards everything that `refreshes` names is read anew, and then what `mutate` was
 * given is called, even where what was read has taken the form itself off the page.
 */
export function useCommand<O extends Operation>(operation: O, refreshes: readonly Operation[] = []) {
  const client = useQueryClient();
  const mutation = useMutation<Output<O>, ApiError, Input<O>>({
    // Who has to prove to be it once more is asked, and the call goes on.
    mutationFn: (input) => withProof(() => call(operation, input)),
    onSuccess: () => Promise.all(refreshes.map((one) => client.invalidateQueries({ queryKey: [one.name] }))),
  });
  const mutate = (input: Input<O>, then: Then<Output<O>> = {}) =>
    void mutation.mutateAsync(input).then(
      (result) => then.onSuccess?.(result),
      (error: ApiError) => then.onError?.(error),
    );
  return { ...mutation, mutate };
}

/** For what every change may touch, whoever made it on this page: reads an operation anew after each command. */
export function useReadAfterCommands(operation: Operation): void {
  const client = useQueryClient();
  useEffect(
    () =>
      client.getMutationCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "success")
          void client.invalidateQueries({ queryKey: [operation.name] });
      }),
    [client, operation],
  );
}
