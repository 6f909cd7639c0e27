// A step while it is written; what is empty stays unsaid.
import type { Step } from "./plan.ts";

export type Draft = {
  key: string;
  id: string | null;
  what: string;
  owner: { id: string; name: string } | null;
  ownerSaid: string;
  startsOn: string;
  dueOn: string;
  cost: number | null;
  currency: string;
  findingIds: readonly string[];
};

export const draftOf = (step: Step): Draft => ({
  key: step.id,
  id: step.id,
  what: step.what,
  owner: step.ownerId ? { id: step.ownerId, name: step.ownerName ?? "" } : null,
  ownerSaid: step.ownerSaid,
  startsOn: step.startsOn ?? "",
  dueOn: step.dueOn ?? "",
  cost: step.cost,
  currency: step.currency ?? "JPY",
  findingIds: step.findingIds,
});

let serial = 0;
export const emptyDraft = (findingIds: readonly string[]): Draft => ({
  key: `new ${(serial += 1)}`,
  id: null,
  what: "",
  owner: null,
  ownerSaid: "",
  startsOn: "",
  dueOn: "",
  cost: null,
  currency: "JPY",
  findingIds,
});

export const givenOf = (draft: Draft) => ({
  ...(draft.id ? { id: draft.id } : {}),
  what: draft.what.trim(),
  ownerId: draft.owner?.id ?? null,
  ownerSaid: draft.ownerSaid.trim(),
  startsOn: draft.startsOn || null,
  dueOn: draft.dueOn || null,
  cost: draft.cost,
  currency: draft.cost === null ? null : draft.currency.trim().toUpperCase(),
  findingIds: [...draft.findingIds],
});
