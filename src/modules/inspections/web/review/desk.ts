// What the desk is doing on one inspection: which view, which control, what is chosen, and the decisions it sends.
import { useMemo, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { useUrl } from "#web/navigation.tsx";
import { inspections } from "../../contract.ts";
import { reviewing } from "../../review/contract.ts";
import { deskGuess, differenceKinds } from "../../review/rules.ts";

export type Sheet = Output<typeof reviewing.listDifferences>;
export type SheetRow = Sheet["rows"][number];
export type Verdict = SheetRow["verdict"];
export type View = "differences" | "mandatory" | "open" | "all";
export type ReasonKind = "contradicts_data" | "proof_missing" | "proof_too_old" | "scope_unclear" | "other";
export const reasonKinds: readonly ReasonKind[] = [
  "contradicts_data",
  "proof_missing",
  "proof_too_old",
  "scope_unclear",
  "other",
];

export const viewRows: Record<View, (row: SheetRow) => boolean> = {
  differences: (row) => row.kind !== "same",
  mandatory: (row) => row.isMandatory,
  open: (row) => row.review === null,
  all: () => true,
};

/** The verdict the desk would write down: its decision, else what it would guess from what is known. */
export const proposedVerdict = (row: SheetRow): Verdict =>
  row.review?.verdict ?? deskGuess(row.verdict, row.whys);

/** The reason a return most likely has, from what differs. */
export function likelyReason(row: SheetRow): ReasonKind {
  if (row.review?.reasonKind) return row.review.reasonKind as ReasonKind;
  if (row.kind === "contradicts") return "contradicts_data";
  if (row.whys.some((why) => why.code === "no_evidence")) return "proof_missing";
  if (row.whys.some((why) => why.code === "evidence_expired")) return "proof_too_old";
  return row.kind === "not_applicable" ? "scope_unclear" : "other";
}

const refreshed = [reviewing.listDifferences, reviewing.forecastReview, inspections.getInspection];

export function useDesk(id: string, rows: readonly SheetRow[]) {
  const [url, setUrl] = useUrl<{ view: View; at: string; open: boolean }>();
  const view = url.view ?? "differences";
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set(["same"]));
  const decide = useCommand(inspections.reviewAnswers, refreshed);
  const shown = useMemo(() => rows.filter(viewRows[view]), [rows, view]);
  const groups = differenceKinds
    .map((kind) => ({ kind, rows: shown.filter((row) => row.kind === kind) }))
    .filter((group) => group.rows.length > 0);
  // What can go together is folded away, unless it is all there is.
  const isFolded = (kind: string) => view === "all" && groups.length > 1 && folded.has(kind);
  const walked = groups.filter((group) => !isFolded(group.kind)).flatMap((group) => group.rows);
  const current =
    rows.find((row) => row.controlId === url.at) ?? walked.find((row) => row.review === null) ?? walked[0];
  const index = walked.findIndex((row) => row.controlId === current?.controlId);
  const go = (controlId: string | undefined, open?: boolean) =>
    setUrl({ at: controlId, ...(open === undefined ? {} : { open: open || undefined }) } as never);
  /** The next one that still waits, from here on and then from the top. */
  const next = () => {
    const waiting = [...walked.slice(index + 1), ...walked.slice(0, Math.max(index, 0))].find(
      (row) => row.review === null && row.controlId !== current?.controlId,
    );
    go((waiting ?? walked[index + 1] ?? current)?.controlId);
  };
  return {
    view,
    setView: (to: View) => setUrl({ view: to === "differences" ? undefined : to, at: undefined } as never),
    isOpen: url.open === true,
    groups,
    isFolded,
    fold: (kind: string) =>
      setFolded((before) => {
        const after = new Set(before);
        if (!after.delete(kind)) after.add(kind);
        return after;
      }),
    current,
    go,
    step: (by: number) => go(walked[Math.min(walked.length - 1, Math.max(0, index + by))]?.controlId),
    next,
    chosen,
    choose: (controlId: string) =>
      setChosen((before) => {
        const after = new Set(before);
        if (!after.delete(controlId)) after.add(controlId);
        return after;
      }),
    clear: () => setChosen(new Set()),
    isBusy: decide.isPending,
    error: decide.error,
    accept: (some: readonly SheetRow[], after?: () => void) =>
      // Without a verdict of its own, the desk's is the one that was claimed.
      void decide
        .mutateAsync({ id, controlIds: some.map((row) => row.controlId), decision: "accepted" })
        .then(after, () => undefined),
    /** Taken as answered; where the desk is of another opinion, that is kept beside the answer, with its reason. */
    acceptWith: (
      row: SheetRow,
      given: { verdict: Verdict; reasonKind?: ReasonKind; reason?: string },
      after?: () => void,
    ) =>
      void decide
        .mutateAsync({ id, controlIds: [row.controlId], decision: "accepted", ...given })
        .then(after, () => undefined),
    giveBack: (
      row: SheetRow,
      given: { verdict: Verdict; reasonKind: ReasonKind; reason: string },
      after?: () => void,
    ) =>
      void decide
        .mutateAsync({ id, controlIds: [row.controlId], decision: "returned", ...given })
        .then(after, () => undefined),
  };
}

export type Desk = ReturnType<typeof useDesk>;

/** The answers that the bar at the foot would accept: those chosen, else the same and supported that still wait. */
export function bulkOf(desk: Desk, rows: readonly SheetRow[]): SheetRow[] {
  if (desk.chosen.size > 0) return rows.filter((row) => desk.chosen.has(row.controlId));
  return rows.filter((row) => row.kind === "same" && row.review === null);
}

/** Score and result if these answers were accepted as they were claimed. */
export function useEffectOf(id: string, some: readonly SheetRow[]) {
  return useOperation(
    reviewing.forecastReview,
    { id, verdicts: some.slice(0, 500).map(({ controlId, verdict }) => ({ controlId, verdict })) },
    { enabled: some.length > 0, keep: true },
  ).data;
}
