// One page's work: what was read, what this device has on top, and where one stands.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { keyOf, queryClient, useOperation } from "#web/api.ts";
import { useUrl } from "#web/navigation.tsx";
import { keepForOffline } from "#web/offline/register.ts";
import { useSession } from "#web/session.ts";
import { inspections } from "../../contract.ts";
import { type Drafts, letGoOfSaved, openDrafts, type Snapshot } from "./drafts.ts";
import type { WholeControl } from "./kept.ts";
import { notePace } from "./pace.ts";
import {
  askedAgain,
  type AskedRow,
  type Inspection,
  isLeft,
  isScopeLeft,
  overlay,
  type Row,
} from "./rules.ts";

export const panes = ["control", "scope", "proposals", "delegations", "submit"] as const;
export type Pane = (typeof panes)[number];
type Place = { control: string; pane: Pane };

export type Work = {
  inspection: Inspection;
  rows: readonly Row[];
  open: readonly Row[];
  /** Open controls and, for the officer, open questions on scope: what stands between now and handing in. */
  leftCount: number;
  drafts: Drafts;
  kept: Snapshot;
  pane: Pane;
  current: Row | null;
  wholeOf(controlId: string): WholeControl | undefined;
  go(controlId: string): void;
  show(pane: Pane): void;
  nextOpen(): void;
  /** Reads anew what a change beside the answers has touched. */
  refresh(controlId?: string): Promise<void>;
  mayAnswer: boolean;
  /** Sees only what was delegated. */
  isContributor: boolean;
  isListOpen: boolean;
  openList(isOpen: boolean): void;
};

export const WorkContext = createContext<Work | null>(null);
export function useAnswering(): Work {
  const work = use(WorkContext);
  if (!work) throw new Error("used outside of the answering page");
  return work;
}

export function useWork(inspection: Inspection, asked: readonly AskedRow[]): Work {
  const { id } = inspection;
  const { personId } = useSession();
  const drafts = useOpened(personId, id);
  const kept = useSyncExternalStore(drafts.subscribe, drafts.snapshot);
  const [place, setPlace] = useUrl<Place>();
  const [isListOpen, openList] = useState(false);
  const client = useQueryClient();
  const whole = useWhole(id);
  const rows = useMemo(
    () =>
      overlay(
        asked,
        kept.drafts,
        (controlId) => whole.get(controlId),
        (controlId) => kept.proofs.filter((one) => one.controlIds.includes(controlId)).length,
      ),
    [asked, kept, whole],
  );
  useEffect(() => {
    const versions = new Map(asked.map((row) => [row.controlId, row.rowVersion]));
    void letGoOfSaved(drafts.snapshot().drafts, (controlId) => versions.get(controlId) ?? null);
  }, [asked, drafts]);

  useProofsSent(kept, client);
  useWordsMoved(kept, asked, client);

  const isContributor = inspection.can["submit"] === "can.not_yours";
  const mayAnswer = inspection.can["answer"] === null;
  const isBack = inspection.state === "returned";
  const open = rows.filter((row) => isLeft(row, isBack));
  const isScopeOpen = mayAnswer && !isContributor && inspection.scope.some(isScopeLeft);
  // Where one begins is settled once: answering the last question must not turn the page under one's hand.
  const [first] = useState<Pane>(isScopeOpen ? "scope" : "control");
  const pane: Pane = place.pane ?? (place.control ? "control" : first);
  const current = rows.find((row) => row.controlId === place.control) ?? open[0] ?? rows[0] ?? null;
  usePace(personId, current, rows);

  const go = (controlId: string) => {
    void drafts.flush();
    openList(false);
    setPlace({ control: controlId, pane: undefined as never });
  };
  return {
    inspection,
    rows,
    open,
    leftCount: open.length + (isContributor ? 0 : inspection.scope.filter(isScopeLeft).length),
    drafts,
    kept,
    pane,
    current,
    wholeOf: (controlId) => whole.get(controlId),
    go,
    show: (next) => {
      void drafts.flush();
      openList(false);
      if (next === "control" && current) setPlace({ control: current.controlId, pane: undefined as never });
      else setPlace({ pane: next }, { push: true });
    },
    nextOpen: () => {
      const at = rows.findIndex((row) => row.controlId === current?.controlId);
      const next = [...rows.slice(at + 1), ...rows.slice(0, at)].find((row) => open.includes(row));
      if (next) go(next.controlId);
      else setPlace({ pane: "submit" });
    },
    refresh: async (controlId) => {
      const names = ["getInspection", "listAskedControls", "listWholeControls"];
      await Promise.all([
        ...names.map((name) => client.invalidateQueries({ queryKey: [name] })),
        client.invalidateQueries({
          queryKey: controlId
            ? keyOf(inspections.getAskedControl, { id, controlId }).slice(0, 2)
            : ["getAskedControl"],
        }),
      ]);
    },
    mayAnswer,
    isContributor,
    isListOpen,
    openList,
  };
}

/** Proof that has left this device is with the server now: what shows it is read anew. */
function useProofsSent(kept: Snapshot, client: QueryClient): void {
  const before = useRef<readonly string[]>([]);
  useEffect(() => {
    const now = kept.proofs.map((one) => one.id);
    const isSent = before.current.some((id) => !now.includes(id));
    before.current = now;
    if (!isSent) return;
    for (const name of ["listAskedControls", "listWholeControls", "getAskedControl"])
      void client.invalidateQueries({ queryKey: [name] });
  }, [kept.proofs, client]);
}

/** An answer given to words that were corrected meanwhile: the words, and what is asked of them, are read anew. */
function useWordsMoved(kept: Snapshot, asked: readonly AskedRow[], client: QueryClient): void {
  const told = useRef(new Map<string, number>());
  useEffect(() => {
    const known = new Set(
      asked.filter((row) => row.problems.includes(askedAgain)).map((row) => row.controlId),
    );
    const moved = [...kept.drafts.values()].filter(
      ({ controlId, problems, savedAt }) =>
        problems?.includes(askedAgain) &&
        !known.has(controlId) &&
        (savedAt ?? 0) > (told.current.get(controlId) ?? 0),
    );
    for (const { controlId, savedAt } of moved) told.current.set(controlId, savedAt ?? 0);
    if (moved.length === 0) return;
    for (const name of ["getInspection", "listAskedControls", "listWholeControls", "getAskedControl"])
      void client.invalidateQueries({ queryKey: [name] });
  }, [kept.drafts, asked, client]);
}

function useOpened(personId: string, inspectionId: string): Drafts {
  const [drafts] = useState(() => openDrafts(personId, inspectionId));
  useEffect(() => {
    const stop = () => drafts.pause();
    drafts.resume();
    return stop;
  }, [drafts]);
  return drafts;
}

/**
 * Everything the controls show, read once after the page stands: the next control opens without waiting, and the work
 * goes on without a connection.
 */
function useWhole(id: string): ReadonlyMap<string, WholeControl> {
  const [isStanding, setStanding] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setStanding(true), 600);
    return () => clearTimeout(timer);
  }, []);
  const all = useOperation(inspections.listWholeControls, { id }, { enabled: isStanding });
  useEffect(() => {
    if (!all.data) return;
    for (const one of all.data.rows) {
      const key = keyOf(inspections.getAskedControl, { id, controlId: one.controlId });
      const known = queryClient.getQueryState(key)?.dataUpdatedAt ?? 0;
      if (known < all.dataUpdatedAt) queryClient.setQueryData(key, one, { updatedAt: all.dataUpdatedAt });
    }
    const api = `/api/inspections/${id}`;
    void keepForOffline([api, `${api}/controls`, `${api}/whole-controls`]).catch(() => undefined);
  }, [all.data, all.dataUpdatedAt, id]);
  return useMemo(() => new Map(all.data?.rows.map((one) => [one.controlId, one])), [all.data]);
}

/** How long a control took, from opening it to its being done. */
function usePace(personId: string, current: Row | null, rows: readonly Row[]): void {
  const begun = useRef<{ controlId: string; at: number; wasDone: boolean } | null>(null);
  const controlId = current?.controlId;
  const isDone = rows.find((row) => row.controlId === controlId)?.isDone ?? false;
  useEffect(() => {
    const before = begun.current;
    if (before && before.controlId === controlId) {
      if (isDone && !before.wasDone) notePace(personId, (Date.now() - before.at) / 1000);
      begun.current = { ...before, wasDone: before.wasDone || isDone };
    } else {
      begun.current = controlId ? { controlId, at: Date.now(), wasDone: isDone } : null;
    }
  }, [controlId, isDone, personId]);
}
