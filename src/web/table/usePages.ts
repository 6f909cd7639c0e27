// Rows of an operation that pages by keyset (`after`, `limit`; see `paging` in core/contract.ts).
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import type { Input, Operation } from "#core/contract.ts";
import { call, keyOf } from "../api.ts";

export type RowPage<Row> = { rows: Row[]; next: string | null };
export type Pages<Row> = UseInfiniteQueryResult<InfiniteData<RowPage<Row>>>;

export const pageSize = 100;

/** Reads page after page as the reader scrolls. While a filter changes, the rows before stay until the new ones are here. */
export function usePages<Row>(
  operation: Operation,
  input: object,
  options: {
    enabled?: boolean;
    size?: number;
    /** In ms: how soon to look again at what was read, false for not by itself. */
    refetchEvery?: (rows: readonly Row[]) => number | false;
  } = {},
): Pages<Row> {
  return useInfiniteQuery({
    queryKey: [...keyOf(operation, input), "pages"],
    queryFn: ({ pageParam }) =>
      call(operation, {
        ...input,
        limit: options.size ?? pageSize,
        ...(pageParam ? { after: pageParam } : {}),
      } as Input<Operation>) as Promise<RowPage<Row>>,
    initialPageParam: null as string | null,
    getNextPageParam: (last: RowPage<Row>) => last.next,
    enabled: options.enabled ?? true,
    refetchInterval: ({ state }) =>
      options.refetchEvery?.(state.data?.pages.flatMap(({ rows }) => rows) ?? []) ?? false,
    placeholderData: (before: InfiniteData<RowPage<Row>> | undefined) => before,
  });
}
