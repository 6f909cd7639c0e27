// What is proposed for a control in force, decided by another than who proposed it.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useGo } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import { standards } from "../../contract.ts";
import { changedIn, CorrectedWords } from "./CorrectedWords.tsx";
import { errataReads } from "./reads.ts";
import { Reached } from "./Reached.tsx";

type ToCorrect = Output<typeof standards.getWordsToCorrect>;
type DecideProps = {
  id: string;
  proposed: NonNullable<ToCorrect["proposed"]>;
  whyNot: ToCorrect["whyNotIssue"];
};

export function Decide({ id, proposed, whyNot }: DecideProps) {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const [reason, setReason] = useState("");
  const issue = useCommand(standards.issueErratum, errataReads);
  const drop = useCommand(standards.dropErratum, errataReads);
  const who = format.person({
    familyName: proposed.proposedFamilyName ?? "",
    givenName: proposed.proposedGivenName ?? "",
  });
  const leave = { onSuccess: () => go({ to: "/standards/$id/errata", params: { id } }) };
  return (
    <div className="correct">
      <Panel title={t("erratum.proposedBy", { name: who, day: format.moment(proposed.proposedAt) })}>
        <p>
          <Written text={proposed.reason} />
        </p>
        <CorrectedWords before={proposed.before} after={proposed.words} />
      </Panel>
      <Panel title={t(proposed.asksAgain ? "erratum.willAsk" : "erratum.willAnnounce")}>
        <div className="form">
          <Reached
            editionId={id}
            controlId={proposed.controlId}
            asksAgain={proposed.asksAgain}
            languages={changedIn(proposed.before, proposed.words)}
          />
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
              offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
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
