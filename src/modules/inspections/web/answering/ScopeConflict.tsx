// Somebody else answered the same question meanwhile: both are shown, nothing is overwritten silently.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Diff } from "#web/ui/Diff.tsx";

export type Saying = { condition: string; isTrue: boolean; note: string | null };
export type Theirs =
  | (Saying & { rowVersion: number; answeredAt: string; answeredByName: string | null })
  | null;

type Props = { mine: Saying; theirs: Theirs; isBusy: boolean; onKeep: () => void; onTake: () => void };

export function ScopeConflict({ mine, theirs, isBusy, onKeep, onTake }: Props) {
  const t = useText();
  const format = useFormat();
  const word = (one: Saying | null) => (one ? t(one.isTrue ? "answering.yes" : "answering.no") : "–");
  return (
    <section className="conflict" aria-label={t("conflict.title")}>
      <h3>{t("conflict.title")}</h3>
      {theirs ? (
        <p>
          {t("answering.conflictBy", {
            who: theirs.answeredByName || "–",
            at: format.moment(theirs.answeredAt, "short"),
          })}
        </p>
      ) : null}
      <Diff
        rows={[
          { label: t("answering.scope"), mine: word(mine), theirs: word(theirs) },
          { label: t("answering.scopeReason"), mine: mine.note ?? "–", theirs: theirs?.note ?? "–" },
        ]}
        heads={{ mine: t("conflict.mine"), theirs: t("conflict.theirs") }}
      />
      <div className="row">
        <Button look="accent" isBusy={isBusy} onClick={onKeep}>
          {t("conflict.keepMine")}
        </Button>
        <Button onClick={onTake}>{t("conflict.takeTheirs")}</Button>
      </div>
    </section>
  );
}
