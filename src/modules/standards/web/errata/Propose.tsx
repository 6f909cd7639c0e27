// Corrected words for a control in force, with why and whom they would reach.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, Tick } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Note } from "#web/ui/states.tsx";
import { standards } from "../../contract.ts";
import { ControlWords } from "../draft/ControlWords.tsx";
import { fieldNames } from "../draft/fields.ts";
import { missingWords, tidyWords, type Words } from "../draft/tidy.ts";
import { changedIn, CorrectedWords, unchangedIn } from "./CorrectedWords.tsx";
import { errataReads } from "./reads.ts";
import { Reached } from "./Reached.tsx";

type ToCorrect = Output<typeof standards.getWordsToCorrect>;
/** The same mistake, corrected in another edition already. */
type Elsewhere = Output<typeof standards.listErrataNotHere>["rows"][number];

type Props = { id: string; controlId: string; read: ToCorrect; elsewhere: Elsewhere | undefined };

export function Propose({ id, controlId, read, elsewhere }: Props) {
  const t = useText();
  const say = useAnyText();
  const asRead: Words = read.words;
  const [words, setWords] = useState<Words>(elsewhere?.taken ?? asRead);
  const [reason, setReason] = useState(elsewhere?.reason ?? "");
  const [asks, setAsks] = useState<"again" | "announced">("again");
  const propose = useCommand(standards.proposeErratum, errataReads);
  const tidied = tidyWords(words);
  const format = useFormat();
  const [isLooked, setLooked] = useState(false);
  const stay = unchangedIn(tidyWords(asRead), tidied);
  const staying = format.list(stay.map((one) => format.tongue(one)));
  const isChanged = JSON.stringify(tidied) !== JSON.stringify(tidyWords(asRead));
  return (
    <div className="correct">
      <Panel title={t("erratum.words")} more={t("erratum.onlyWords")}>
        {elsewhere ? <Note kind="good">{t("notHere.filledIn", { edition: elsewhere.edition })}</Note> : null}
        <ControlWords
          control={words}
          before={asRead}
          original={read.original}
          outdated={[]}
          isStill={false}
          onChange={(part) => setWords((before) => ({ ...before, ...part }))}
        />
      </Panel>
      <div className="stack">
        <Panel title={t("erratum.changes")}>
          {isChanged ? (
            <CorrectedWords before={asRead} after={tidied} />
          ) : (
            <p className="soft">{t("erratum.nothingYet")}</p>
          )}
        </Panel>
        <Panel title={t("erratum.answers")}>
          <div className="form">
            <Segmented
              label={t("erratum.answers")}
              value={asks}
              choices={[
                { value: "again", label: t("erratum.askAgain") },
                { value: "announced", label: t("erratum.announce") },
              ]}
              onChange={setAsks}
            />
            <Reached
              editionId={id}
              controlId={controlId}
              asksAgain={asks === "again"}
              languages={changedIn(tidyWords(asRead), tidied)}
            />
            <TextArea
              label={t("erratum.reason")}
              hint={t("erratum.reasonHint")}
              value={reason}
              maxLength={1000}
              onChange={setReason}
            />
            {isChanged && stay.length > 0 ? (
              <>
                <Note kind="warn">{t("erratum.staysOld", { languages: staying })}</Note>
                <Tick
                  label={t("erratum.othersSay", { languages: staying })}
                  isOn={isLooked}
                  onChange={setLooked}
                />
              </>
            ) : null}
            <FormError
              error={propose.error}
              nameOf={(path) => fieldNames(say)(`control.${path.replace(/^words\./, "")}`)}
            />
            <div className="ends">
              <Button
                look="main"
                isBusy={propose.isPending}
                offBecause={
                  !isChanged
                    ? t("draft.nothingToSave")
                    : (missingWords(tidied, t) ??
                      (!reason.trim()
                        ? t("erratum.reason")
                        : stay.length > 0 && !isLooked
                          ? t("erratum.othersFirst")
                          : null))
                }
                onClick={() =>
                  propose.mutate({
                    id,
                    controlId,
                    words: tidied,
                    reason: reason.trim(),
                    asksAgain: asks === "again",
                    othersHold: stay,
                  })
                }
              >
                {t("erratum.propose")}
              </Button>
            </div>
          </div>
        </Panel>
      </div>
    </div>
  );
}
