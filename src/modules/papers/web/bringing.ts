// Bringing signed pages: each scan is stored for its company, then so many at a time are confirmed.
import { useState } from "react";
import { ApiError, call, queryClient } from "#web/api.ts";
import { uploadFile } from "#web/transfer.ts";
import { mostSigned, papers } from "../contract.ts";

export type Brought = {
  inspectionId: string;
  companyId: string;
  rowVersion: number;
  file: File;
  personId: string;
  why?: string | undefined;
};
/** Where somebody sends more a minute than the server takes. */
const pauseMs = 5_000;

export function useBringing(roundId: string) {
  const [state, setState] = useState({ done: 0, total: 0, isBusy: false });
  const [error, setError] = useState<ApiError | null>(null);
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const work = async (all: readonly Brought[]) => {
    const codes = new Map<string, string>();
    setError(null);
    setRefused(codes);
    setState({ done: 0, total: all.length, isBusy: true });
    try {
      for (let from = 0; from < all.length; from += mostSigned) {
        const some = all.slice(from, from + mostSigned);
        const pages = [];
        for (const { companyId, file, inspectionId, rowVersion, personId, why } of some) {
          const { id: fileId } = await stored(companyId, file);
          pages.push({ inspectionId, rowVersion, personId, fileId, ...(why ? { why } : {}) });
        }
        const outcome = await call(papers.confirmManyOnPaper, { id: roundId, pages });
        for (const one of outcome.refused) codes.set(one.inspectionId, one.code);
        setState({ done: from + some.length, total: all.length, isBusy: true });
      }
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown : new ApiError(0, { code: "network.down" }));
    }
    setRefused(codes);
    setState((now) => ({ ...now, isBusy: false }));
    for (const one of [papers.listWaiting, papers.listToCompare, papers.getRoundPages])
      void queryClient.invalidateQueries({ queryKey: [one.name] });
  };
  return { ...state, error, refused, bring: (all: readonly Brought[]) => void work(all) };
}

async function stored(companyId: string, file: File): Promise<{ id: string }> {
  for (;;) {
    try {
      return await uploadFile({ purpose: "confirmation", companyId, file });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 429) throw error;
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  }
}
