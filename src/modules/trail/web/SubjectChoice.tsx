// Choosing a person, a company or any record for a filter: by name or number, from the few that are called so.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { trail } from "../contract.ts";

export type Subject = Output<typeof trail.findSubjects>["rows"][number];

type Props = {
  title: string;
  kind?: "person" | "unit";
  chosen: string;
  onChoose: (id: string | undefined) => void;
  onClose: () => void;
};

export function SubjectDialog({ title, kind, chosen, onChoose, onClose }: Props) {
  const t = useText();
  return (
    <Dialog isOpen onClose={onClose} title={title} size="s">
      <div className="form">
        <SubjectFinder label={title} {...(kind ? { kind } : {})} chosen={chosen} onChoose={onChoose} />
        <div className="ends">
          {chosen ? <Button onClick={() => onChoose(undefined)}>{t("trail.choose.any")}</Button> : null}
          <Button onClick={onClose}>{t("action.close")}</Button>
        </div>
      </div>
    </Dialog>
  );
}

type FinderProps = {
  label: string;
  kind?: "person" | "unit";
  chosen: string;
  onChoose: (id: string) => void;
};

export function SubjectFinder({ label, kind, chosen, onChoose }: FinderProps) {
  const t = useText();
  const kindOf = useKindOf();
  const [words, setWords] = useState("");
  const asked = words.trim();
  const found = useOperation(
    trail.findSubjects,
    { words: asked, ...(kind ? { kind } : {}) },
    { enabled: asked.length > 1 },
  );
  return (
    <PersonChoice
      label={label}
      findLabel={t("trail.choose.find")}
      search={words}
      onSearch={setWords}
      people={(asked.length > 1 ? (found.data?.rows ?? []) : []).map((one) => ({
        id: one.id,
        name: one.name,
        note: [one.code, kind === "person" ? null : kindOf(one.kind)].filter(Boolean).join(" · "),
      }))}
      isThere={found.isSuccess && asked.length > 1}
      chosen={chosen}
      onChoose={(one) => onChoose(one.id)}
      nobody={t("trail.choose.none")}
    />
  );
}

/** A kind of record in words; as it is where a later capability brought it. */
export function useKindOf() {
  const any = useAnyText();
  return (kind: string): string => {
    const words = any(`trail.kind.${kind}`);
    return words === `trail.kind.${kind}` ? kind : words;
  };
}

/** The names of what stands in the URL by its id. */
export function useNamesOf(ids: readonly (string | undefined)[]): (id: string | undefined) => string {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))].toSorted();
  const found = useOperation(trail.findSubjects, { ids: wanted.join(",") }, { enabled: wanted.length > 0 });
  return (id) => found.data?.rows.find((row) => row.id === id)?.name ?? (id ? `…${id.slice(-6)}` : "");
}
