// Somebody else of the company has answered meanwhile: both are shown, and nothing is written over unseen.
import { ApiError } from "#web/api.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ConflictDialog } from "#web/ui/Diff.tsx";
import type { Answer } from "../rules.ts";

type Side = { answer: Answer | null; fixedOn: string | null; note: string; rowVersion: number };
type Both = { yours: Side; theirs: Side };

export const conflictOf = (error: unknown): Both | null =>
  error instanceof ApiError && error.code === "lateral_check.changed_meanwhile"
    ? (error.extra as Both)
    : null;

type Props = { error: unknown; onKeepMine: (rowVersion: number) => void; onTakeTheirs: () => void };

export function AnswerConflict({ error, onKeepMine, onTakeTheirs }: Props) {
  const t = useText();
  const format = useFormat();
  const both = conflictOf(error);
  if (!both) return null;
  const { yours, theirs } = both;
  const state = ({ answer }: Side) => (answer ? t(`lateral.standing.${answer}`) : t("lateral.standing.open"));
  const day = ({ fixedOn }: Side) => (fixedOn ? format.day(fixedOn) : "");
  return (
    <ConflictDialog
      isOpen
      onClose={onTakeTheirs}
      changedBy={t("lateral.conflict")}
      rows={[
        { label: t("lateral.standing"), mine: state(yours), theirs: state(theirs) },
        { label: t("lateral.fixedOn"), mine: day(yours), theirs: day(theirs) },
        { label: t("lateral.note"), mine: yours.note, theirs: theirs.note },
      ]}
      onKeepMine={() => onKeepMine(theirs.rowVersion)}
      onTakeTheirs={onTakeTheirs}
    />
  );
}
