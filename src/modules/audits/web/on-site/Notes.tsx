// Notes and what somebody said: only ever added.
import { useState } from "react";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Check, Words } from "./entries.ts";
import { keep, type Work } from "./work.ts";

type Shown = { id: string; words: string; saidBy: string; kind: string };

export function Notes({ work, check }: { work: Work; check: Check }) {
  const t = useText();
  const [of, setOf] = useState<"note" | "quote" | null>(null);
  const own = work.entries.filter((one): one is Words => one.kind === "note" && one.checkId === check.id);
  const sent = work.living.notes.filter(
    (one) => one.kind !== "photo" && one.checkId === check.id && !one.isWithdrawn,
  );
  const all: Shown[] = [...sent, ...own.map((one) => ({ ...one, kind: one.of }))];
  return (
    <div className="notes">
      {all.map((one) =>
        one.kind === "quote" ? (
          <blockquote key={one.id}>
            <LangText text={one.words} />
            {one.saidBy ? <footer>{one.saidBy}</footer> : null}
          </blockquote>
        ) : (
          <p key={one.id}>
            <LangText text={one.words} />
          </p>
        ),
      )}
      {of ? <NoteForm of={of} checkId={check.id} onDone={() => setOf(null)} /> : null}
      {of ? null : (
        <div className="acts">
          <Button onClick={() => setOf("note")}>{t("audits.onSite.note")}</Button>
          <Button onClick={() => setOf("quote")}>{t("audits.onSite.quote")}</Button>
        </div>
      )}
    </div>
  );
}

function NoteForm({ of, checkId, onDone }: { of: "note" | "quote"; checkId: string; onDone: () => void }) {
  const t = useText();
  const [words, setWords] = useState("");
  const [saidBy, setSaidBy] = useState("");
  const save = async () => {
    const at = new Date().toISOString();
    await keep({
      kind: "note",
      id: crypto.randomUUID(),
      at,
      of,
      checkId,
      words: words.trim(),
      saidBy: saidBy.trim(),
    });
    onDone();
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextArea label={t(`audits.onSite.${of}`)} value={words} maxLength={4000} onChange={setWords} />
      {of === "quote" ? (
        <TextField
          label={t("audits.onSite.saidBy")}
          hint={t("audits.onSite.saidByHelp")}
          value={saidBy}
          maxLength={120}
          onChange={setSaidBy}
        />
      ) : null}
      <div className="acts">
        <Button onClick={onDone}>{t("action.cancel")}</Button>
        <Button type="submit" look="accent" offBecause={words.trim() ? null : t("audits.onSite.off.words")}>
          {t("audits.onSite.keepNote")}
        </Button>
      </div>
    </form>
  );
}
