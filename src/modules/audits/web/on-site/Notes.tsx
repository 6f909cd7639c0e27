// Notes and what somebody said: only ever added.
import { useEffect, useRef, useState } from "react";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { isAt, type Spot, type Words } from "./entries.ts";
import { keep, type Work } from "./work.ts";

type Shown = { id: string; words: string; saidBy: string; kind: string };

type Props = { work: Work; spot: Spot /** Who will read a note of it. */; help?: string };

export function Notes({ work, spot, help }: Props) {
  const t = useText();
  const [of, setOf] = useState<"note" | "quote" | null>(null);
  const own = work.entries.filter((one): one is Words => one.kind === "note" && isAt(spot)(one));
  const sent = work.living.notes.filter((one) => one.kind !== "photo" && isAt(spot)(one) && !one.isWithdrawn);
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
      {of ? <NoteForm of={of} spot={spot} help={help} onDone={() => setOf(null)} /> : null}
      {of ? null : (
        <div className="acts">
          <Button onClick={() => setOf("note")}>{t("audits.onSite.note")}</Button>
          <Button onClick={() => setOf("quote")}>{t("audits.onSite.quote")}</Button>
        </div>
      )}
    </div>
  );
}

type FormProps = { of: "note" | "quote"; spot: Spot; help: string | undefined; onDone: () => void };

type Written = { of: "note" | "quote"; spot: Spot; words: string; saidBy: string };

async function keepNote({ of, spot, words, saidBy }: Written): Promise<void> {
  if (!words.trim()) return;
  const at = new Date().toISOString();
  await keep({
    kind: "note",
    id: crypto.randomUUID(),
    at,
    of,
    ...spot,
    words: words.trim(),
    saidBy: saidBy.trim(),
  });
}

function NoteForm({ of, spot, help, onDone }: FormProps) {
  const t = useText();
  const [words, setWords] = useState("");
  const [saidBy, setSaidBy] = useState("");
  // Whoever goes on to another check without a further press has written it all the same.
  const written = useRef({ of, spot, words, saidBy });
  useEffect(() => {
    written.current = { of, spot, words, saidBy };
  }, [of, spot, words, saidBy]);
  useEffect(
    () => () => {
      void keepNote(written.current);
    },
    [],
  );
  const cancel = () => {
    written.current = { of, spot, words: "", saidBy: "" };
    onDone();
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
      }}
    >
      <TextArea
        label={t(`audits.onSite.${of}`)}
        hint={of === "note" ? help : null}
        value={words}
        maxLength={4000}
        onChange={setWords}
      />
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
        <Button onClick={cancel}>{t("action.cancel")}</Button>
        <Button type="submit" look="accent" offBecause={words.trim() ? null : t("audits.onSite.off.words")}>
          {t("audits.onSite.keepNote")}
        </Button>
      </div>
    </form>
  );
}
