// One control in all its languages side by side, and what it asks of whom; saved as a whole, over the version one looked at.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { ApiError, useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { type Control, standards } from "../../contract.ts";
import { Place } from "./Place.tsx";
import { AgainstBefore } from "./AgainstBefore.tsx";
import { CarryOver } from "./CarryOver.tsx";
import { ControlFacts } from "./ControlFacts.tsx";
import { ControlWords } from "./ControlWords.tsx";
import { DraftErrata } from "./DraftErrata.tsx";
import { fieldNames } from "./fields.ts";
import { type Draft, draftReads } from "./reads.ts";
import { StillRight } from "./StillRight.tsx";
import { type Caret, missingWords, tidyWords } from "./tidy.ts";
import { Values } from "./Values.tsx";
import { Withdraw } from "./Withdraw.tsx";

/** What was typed and not saved, over the version that it was written on. */
export type Unsaved = { control: Control; rowVersion: number };

type Kept = {
  unsaved: Unsaved | undefined;
  onKeep: (unsaved: Unsaved | null) => void;
  /** What was sent is saved; what was typed meanwhile goes on top of it. */
  onSaved: (sent: Control, rowVersion: number) => void;
};
type Props = Kept & {
  id: string;
  controlId: string;
  draft: Draft;
  isStill: boolean;
  onRemoved: () => void;
};

export function ControlEditor({ controlId, ...rest }: Props) {
  const { id } = rest;
  const read = useOperation(standards.getDraftControl, { id, controlId });
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={10} />;
  return <Editor {...rest} read={read.data} />;
}

type Read = Output<typeof standards.getDraftControl>;
type EditorProps = Omit<Props, "controlId"> & { read: Read };

function Editor({ id, draft, isStill, read, unsaved, onKeep, onSaved, onRemoved }: EditorProps) {
  const t = useText();
  const say = useAnyText();
  const control = unsaved?.control ?? read.control;
  const rowVersion = unsaved?.rowVersion ?? read.rowVersion;
  const set = (part: Partial<Control>) => {
    const next = { ...control, ...part };
    onKeep(JSON.stringify(next) === JSON.stringify(read.control) ? null : { control: next, rowVersion });
  };
  const save = useCommand(standards.saveControl, draftReads);
  const isChanged = unsaved !== undefined;
  const missing = missingWords(control, t);
  const send = () => {
    if (!isChanged || isStill || missing) return;
    save.mutate(
      { id, controlId: control.id, control: tidy(control), rowVersion },
      {
        onSuccess: (saved) => {
          onSaved(control, saved.rowVersion);
          toast(t("draft.saved", { control: control.id }));
        },
      },
    );
  };
  const [caret, setCaret] = useState<Caret | null>(null);
  useKey({ key: "mod+s", label: t("draft.save"), run: send, whileTyping: true });
  const original = draft.original;
  return (
    <section className="panel draft-editor" aria-label={control.id}>
      <header>
        <span className="mono mute">{control.id}</span>
        <Tag>{t(`control.change.${read.change}`)}</Tag>
        <span className="grow" />
        {isStill ? null : <Place id={id} draft={draft} controlId={control.id} />}
        {isChanged ? (
          <Button size="s" onClick={() => onKeep(null)}>
            {t("draft.revert")}
          </Button>
        ) : null}
        <Withdraw
          id={id}
          controlId={control.id}
          rowVersion={read.rowVersion}
          isOfBefore={read.before?.id === control.id}
          isStill={isStill}
          onRemoved={onRemoved}
        />
        <Button
          size="s"
          look="accent"
          isBusy={save.isPending}
          offBecause={isStill ? t("draft.still") : isChanged ? missing : t("draft.nothingToSave")}
          onClick={send}
        >
          {t("draft.save")}
        </Button>
      </header>
      {save.error instanceof ApiError && save.error.code === "control.changed_meanwhile" ? (
        <Note kind="warn">{t("draft.lost")}</Note>
      ) : (
        <FormError error={save.error} nameOf={fieldNames(say)} />
      )}
      <DraftErrata id={id} controlId={control.id} isStill={isStill} isUnsaved={isChanged} />
      <ControlWords
        control={control}
        before={read.before}
        original={original}
        outdated={read.outdated}
        isStill={isStill}
        onChange={set}
        onLeave={setCaret}
      >
        <StillRight id={id} read={read} isStill={isStill} isUnsaved={isChanged} />
      </ControlWords>
      <Values
        id={id}
        draft={draft}
        control={control}
        caret={caret}
        offBecause={isStill ? t("draft.still") : null}
        onChange={set}
      />
      <AgainstBefore draft={draft} before={read.beforeFilled} control={control} />
      <ControlFacts control={control} frame={draft.frame} isStill={isStill} onChange={set} />
      {draft.previous ? (
        <CarryOver key={`${read.change}${read.carry}`} id={id} draft={draft} read={read} isStill={isStill} />
      ) : null}
    </section>
  );
}

function tidy(control: Control): Control {
  const { auditTest: _, guidance: __, examples: ___, inheritsFrom, ...rest } = control;
  const references = Object.entries(control.references).map(([set, items]) => [
    set,
    items.map((item) => item.trim()).filter(Boolean),
  ]);
  return {
    ...rest,
    references: Object.fromEntries(references),
    ...(inheritsFrom ? { inheritsFrom } : {}),
    ...tidyWords(control),
  };
}
