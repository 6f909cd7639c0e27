// Sending hundreds of files: in parts, each of which may be sent again, then the reading of all is begun.
import { useState } from "react";
import { ApiError, call, queryClient } from "#web/api.ts";
import { upload } from "#web/transfer.ts";
import { mostAtOnce, workbooks } from "../contract.ts";
import { isBeside } from "../deliveries/rules.ts";

/** Of one request; a part that breaks off is sent again whole. */
const mostBytes = 60_000_000;

export const pathOf = (file: File): string => file.webkitRelativePath || file.name;

export function partsOf(files: readonly File[]): File[][] {
  const parts: File[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = parts.at(-1);
    if (last && last.length < mostAtOnce && bytes + file.size <= mostBytes) {
      last.push(file);
      bytes += file.size;
    } else {
      parts.push([file]);
      bytes = file.size;
    }
  }
  return parts;
}

export type Sending = {
  state: "idle" | "sending" | "broken";
  sent: number;
  total: number;
  error: ApiError | null;
  send: (files: readonly File[]) => void;
  /** After a break: what the server has is not sent again in vain, it knows its parts. */
  retry: () => void;
};
type Left = { id: string | null; parts: File[][]; sent: number; total: number };
const nothing: Left = { id: null, parts: [], sent: 0, total: 0 };

/** @param onRead the delivery is complete and being read. */
export function useSending(roundId: string, onRead: (id: string) => void): Sending {
  const [left, setLeft] = useState<Left>(nothing);
  const [state, setState] = useState<Sending["state"]>("idle");
  const [error, setError] = useState<ApiError | null>(null);
  const work = async (from: Left) => {
    let now = from;
    const keep = (next: Left) => {
      now = next;
      setLeft(next);
    };
    keep(from);
    setError(null);
    setState("sending");
    try {
      const id = now.id ?? (await call(workbooks.openDelivery, { id: roundId })).id;
      keep({ ...now, id });
      while (now.parts[0]) {
        const [part, ...others] = now.parts;
        const form = new FormData();
        for (const file of part) form.append("file", file, pathOf(file));
        await upload(`/workbook-deliveries/${id}/files`, form);
        keep({ ...now, parts: others, sent: now.sent + part.length });
      }
      await call(workbooks.checkDelivery, { id });
      setState("idle");
      void queryClient.invalidateQueries({ queryKey: [workbooks.getRoundReturns.name] });
      onRead(id);
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError(0, { code: "network.down" }));
      setState("broken");
    }
  };
  return {
    state,
    sent: left.sent,
    total: left.total,
    error,
    send: (files) => {
      const meant = files.filter((file) => !isBeside(pathOf(file)));
      if (meant.length > 0) void work({ ...nothing, parts: partsOf(meant), total: meant.length });
    },
    retry: () => void work(left),
  };
}
