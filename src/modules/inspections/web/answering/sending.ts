// From the device to the server: in the order things were done, one tab at a time, until nothing waits.
import { ApiError, call } from "#web/api.ts";
import { upload } from "#web/transfer.ts";
import { inspections } from "../../contract.ts";
import { type Answer, device, type Draft, fieldsOf, keepLeft, type Proof, sameFields } from "./kept.ts";

/** More than these were hardly sent between two moments of a good connection. */
const keptTries = 20;

export type Outcome = "done" | "no_connection" | "signed_out";

/** Sends everything of this person that waits. Tabs take turns, so that nothing is sent twice. */
export async function sendWaiting(personId: string): Promise<Outcome> {
  // Web locks exist only in secure contexts (localhost included); elsewhere two tabs may race, and the server's row
  // versions keep the second from overwriting the first.
  if (!navigator.locks) return sendAll(personId);
  return navigator.locks.request(`yagura-send-${personId}`, () => sendAll(personId));
}

async function sendAll(personId: string): Promise<Outcome> {
  await keepLeft(personId);
  const drafts = (await device.drafts.where({ personId }).toArray()).filter((one) => one.state === "pending");
  const proofs = (await device.proofs.where({ personId }).toArray()).filter((one) => one.code === null);
  const waiting = [
    ...drafts.map((draft) => ({ since: draft.since, send: () => sendDraft(draft) })),
    ...proofs.map((proof) => ({ since: proof.since, send: () => sendProof(proof) })),
  ].toSorted((one, other) => one.since - other.since);
  for (const one of waiting) {
    const outcome = await one.send();
    if (outcome !== "done") return outcome;
  }
  return "done";
}

async function sendDraft(draft: Draft): Promise<Outcome> {
  try {
    await device.drafts.update(draft.key, { tried: [...draft.tried, draft.fields].slice(-keptTries) });
    const saved = await call(inspections.saveAnswer, {
      id: draft.inspectionId,
      controlId: draft.controlId,
      // A PUT replaces the whole answer: what is not named is empty.
      ...(Object.fromEntries(
        Object.entries(draft.fields).filter(([, value]) => value !== null),
      ) as Draft["fields"]),
      rowVersion: draft.base,
      origin: draft.origin,
      ...(draft.errata === undefined ? {} : { errata: draft.errata }),
    });
    await acknowledge(draft, saved.rowVersion, saved.problems);
    return "done";
  } catch (error) {
    return refusalOf(draft, error);
  }
}

/** Saved as sent. What was typed since still waits, now on top of what was saved. */
async function acknowledge(sent: Draft, rowVersion: number, problems: string[] | null): Promise<void> {
  await device.transaction("rw", device.drafts, async () => {
    const now = await device.drafts.get(sent.key);
    if (!now) return;
    const isLatest = now.edit === sent.edit;
    await device.drafts.update(sent.key, {
      base: rowVersion,
      problems,
      savedAt: Date.now(),
      theirs: null,
      code: null,
      tried: [],
      state: isLatest ? "saved" : "pending",
    });
  });
}

async function refusalOf(sent: Draft, error: unknown): Promise<Outcome> {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 0 || error.status === 429 || error.status >= 500) return "no_connection";
  if (error.status === 401) return "signed_out";
  const theirs = (error.extra["theirs"] ?? null) as Answer | null;
  if (error.code !== "answer.changed_meanwhile") {
    await device.drafts.update(sent.key, { state: "refused", code: error.code });
  } else if (theirs && sameFields(fieldsOf(theirs), sent.fields)) {
    // The connection dropped after the server had saved it: what "they" saved is this very answer.
    await acknowledge(sent, theirs.rowVersion, null);
  } else if (theirs && sent.tried.some((tried) => sameFields(fieldsOf(theirs), tried))) {
    // Likewise, but more was typed since: what it has is ours, and this goes on top of it.
    await device.drafts.update(sent.key, { base: theirs.rowVersion, tried: [] });
    return sendDraft({ ...sent, base: theirs.rowVersion, tried: [] });
  } else {
    await device.drafts.update(sent.key, { state: "conflict", theirs });
  }
  return "done";
}

async function sendProof(proof: Proof): Promise<Outcome> {
  const { outcome, code } = await sendProofAlone(proof);
  if (outcome === "done")
    await (code === null ? device.proofs.delete(proof.id) : device.proofs.update(proof.id, { code }));
  return outcome;
}

type Sent = { outcome: Outcome /** Why the server does not take it. */; code: string | null };
export const noConnection: Sent = { outcome: "no_connection", code: null };

/** Sends one proof without looking at what the device keeps. */
export async function sendProofAlone(proof: Proof): Promise<Sent> {
  try {
    const fileId = proof.file ? await sendFile(proof) : null;
    await call(inspections.addEvidence, {
      id: proof.inspectionId,
      evidenceId: proof.id,
      title: proof.title,
      kind: proof.kind,
      validFrom: proof.validFrom,
      controlIds: proof.controlIds,
      ...(proof.place ? { place: proof.place } : {}),
      ...(fileId ? { fileId } : {}),
    });
    return { outcome: "done", code: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 0 || error.status === 429 || error.status >= 500) return noConnection;
    if (error.status === 401) return { outcome: "signed_out", code: null };
    return { outcome: "done", code: error.code };
  }
}

async function sendFile(proof: Proof): Promise<string> {
  const form = new FormData();
  form.append("purpose", "evidence");
  form.append("companyId", proof.companyId);
  form.append("file", proof.file as Blob, proof.fileName ?? "proof");
  return (await upload<{ id: string }>("/files", form)).id;
}
