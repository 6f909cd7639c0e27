// Correcting the words of a control in force: written by one, put in force by another, with whom it would reach.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, Tick } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { standards } from "../../contract.ts";
import { ControlWords } from "../draft/ControlWords.tsx";
import { fieldNames } from "../draft/fields.ts";
import { missingWords, tidyWords, type Words } from "../draft/tidy.ts";
import { Standing } from "../EditionFrame.tsx";
import { CorrectedWords, unchangedIn } from "./CorrectedWords.tsx";

type ToCorrect = Output<typeof standards.getWordsToCorrect>;
const reads = [
  standards.getWordsToCorrect,
  standards.getControl,
  standards.listErrata,
  standards.getEdition,
  standards.listEditions,
] as const;

export default function CorrectPage() {
  const t = useText();
  const [id, controlId] = [useParam("id"), useParam("controlId")];
  const edition = useOperation(standards.getEdition, { id });
  const read = useOperation(standards.getWordsToCorrect, { id, controlId });
  const error = edition.error ?? read.error;
  if (error) return <ErrorState error={error} />;
  if (!edition.data || !read.data) return <Loading rows={10} />;
  const { proposed } = read.data;
  return (
    <Page
      title={t(proposed ? "erratum.proposedTitle" : "erratum.title", { control: controlId })}
      crumbs={[
        { label: t("rail.standards"), to: "/standards" },
        { label: edition.data.name.text, to: `/standards/${id}` },
        { label: controlId, to: `/standards/${id}/controls/${controlId}` },
        { label: t("erratum.correct") },
      ]}
      after={<Standing edition={edition.data} />}
    >
      {proposed ? (
        <Decide id={id} proposed={proposed} whyNot={read.data.whyNotIssue} />
      ) : (
        <Propose key={JSON.stringify(read.data.words)} id={id} controlId={controlId} read={read.data} />
      )}
    </Page>
  );
}

function Propose({ id, controlId, read }: { id: string; controlId: string; read: ToCorrect }) {
  const t = useText();
  const asRead: Words = read.words;
  const [words, setWords] = useState<Words>(asRead);
  const [reason, setReason] = useState("");
  const [asks, setAsks] = useState<"again" | "announced">("again");
  const propose = useCommand(standards.proposeErratum, reads);
  const tidied = tidyWords(words);
  const format = useFormat();
  const [isLooked, setLooked] = useState(false);
  const stay = unchangedIn(tidyWords(asRead), tidied);
  const staying = format.list(stay.map((one) => languageNames[one]));
  const isChanged = JSON.stringify(tidied) !== JSON.stringify(tidyWords(asRead));
  return (
    <div className="correct">
      <Panel title={t("erratum.words")} more={t("erratum.onlyWords")}>
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
            <Reached editionId={id} controlId={controlId} asksAgain={asks === "again"} />
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
              nameOf={(path) => fieldNames(t)(`control.${path.replace(/^words\./, "")}`)}
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
                          ? t("erratum.othersSay", { languages: staying })
                          : null))
                }
                onClick={() =>
                  propose.mutate({
                    id,
                    controlId,
                    words: tidied,
                    reason: reason.trim(),
                    asksAgain: asks === "again",
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

/** Whom it would reach today, before anybody decides it. */
function Reached({
  editionId,
  controlId,
  asksAgain,
}: {
  editionId: string;
  controlId: string;
  asksAgain: boolean;
}) {
  const t = useText();
  const format = useFormat();
  const read = useOperation(inspections.countAnswered, { id: editionId, controlId });
  if (!read.data) return read.isError ? <ErrorState error={read.error} /> : <Loading rows={2} />;
  const { inHand, handedIn, confirmed, locked, companies } = read.data;
  const count = inHand + handedIn;
  if (count + locked === 0) return <p className="soft">{t("erratum.reachesNobody")}</p>;
  if (!asksAgain) return <p className="soft">{t("erratum.announced", { count })}</p>;
  const rest = count - companies.length;
  return (
    <>
      <p>
        <b>{t("erratum.reaches", { count })}</b> {format.list(companies)}
        {rest > 0 ? ` ${t("erratum.andMore", { count: rest })}` : ""}
      </p>
      {handedIn > 0 ? (
        <Note kind="warn">
          {t("erratum.comesBack", { count: handedIn })}
          {confirmed > 0 ? ` ${t("erratum.confirmed", { count: confirmed })}` : ""}
        </Note>
      ) : null}
      {locked > 0 ? <p className="soft">{t("erratum.locked", { count: locked })}</p> : null}
    </>
  );
}

type DecideProps = {
  id: string;
  proposed: NonNullable<ToCorrect["proposed"]>;
  whyNot: ToCorrect["whyNotIssue"];
};

function Decide({ id, proposed, whyNot }: DecideProps) {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const [reason, setReason] = useState("");
  const issue = useCommand(standards.issueErratum, reads);
  const drop = useCommand(standards.dropErratum, reads);
  const who = format.person({
    familyName: proposed.proposedFamilyName ?? "",
    givenName: proposed.proposedGivenName ?? "",
  });
  const leave = { onSuccess: () => go({ to: "/standards/$id/errata", params: { id } }) };
  return (
    <div className="correct">
      <Panel title={t("erratum.proposedBy", { name: who, day: format.moment(proposed.proposedAt) })}>
        <p>{proposed.reason}</p>
        <CorrectedWords before={proposed.before} after={proposed.words} />
      </Panel>
      <Panel title={t(proposed.asksAgain ? "erratum.willAsk" : "erratum.willAnnounce")}>
        <div className="form">
          <Reached editionId={id} controlId={proposed.controlId} asksAgain={proposed.asksAgain} />
          <FormError error={issue.error ?? drop.error} />
          <div className="ends">
            <Button
              look="main"
              isBusy={issue.isPending}
              offBecause={whyNot ? t(`erratum.why.${whyNot}`) : null}
              onClick={() => issue.mutate({ id: proposed.id }, leave)}
            >
              {t("erratum.issue")}
            </Button>
          </div>
          <TextArea label={t("erratum.dropReason")} value={reason} maxLength={1000} onChange={setReason} />
          <div className="ends">
            <Button
              isBusy={drop.isPending}
              offBecause={reason.trim() ? null : t("erratum.dropReason")}
              onClick={() => drop.mutate({ id: proposed.id, reason: reason.trim() }, leave)}
            >
              {t("erratum.drop")}
            </Button>
          </div>
        </div>
      </Panel>
    </div>
  );
}
