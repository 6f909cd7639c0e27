// "Whose is this?": who probably answers for it and why, who is asked, and the answer, on the page of the thing and of its entry.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { ledgers } from "../contract.ts";
import { useWhyLikely } from "./likely.ts";
import type { Unknown } from "./unknown.ts";
import { type AnswerKind, answerKinds, AnswerForm } from "./WhoseForms.tsx";

export function WhosePanel({ id }: { id: string }) {
  const thing = useOperation(ledgers.getUnknown, { id });
  if (thing.isError) return <ErrorState error={thing.error} onRetry={() => void thing.refetch()} />;
  if (!thing.data) return <Loading rows={4} />;
  return <Whose thing={thing.data} />;
}

export function Whose({ thing }: { thing: Unknown }) {
  const t = useText();
  const format = useFormat();
  return (
    <Panel
      title={t("unknown.whose")}
      more={
        thing.outcome === null && thing.dueOn ? (
          <span className="age">{t("unknown.answerBy", { day: format.day(thing.dueOn) })}</span>
        ) : null
      }
    >
      <div className="stack whose">
        {thing.outcome === null ? <Asking thing={thing} /> : <Ended thing={thing} />}
        {thing.can.answer ? <Answering key={thing.rowVersion} thing={thing} /> : null}
      </div>
    </Panel>
  );
}

function Asking({ thing }: { thing: Unknown }) {
  const t = useText();
  const why = useWhyLikely();
  const { likelyName, askedName, likelyBecause: because } = thing;
  return (
    <div>
      <p>
        {likelyName ? t("unknown.probably", { name: likelyName, why: why(thing) }) : t("unknown.noClue")}{" "}
        {because?.entryId && because.ledger && thing.can.read ? (
          <Go to="/ledgers/$ledger/$id" params={{ ledger: because.ledger, id: because.entryId }}>
            {t("unknown.thatEntry")}
          </Go>
        ) : null}
      </p>
      <p className="small soft">
        {[
          askedName ? t("unknown.askedNow", { name: askedName }) : t("unknown.askedKeepers"),
          likelyName && thing.askedId === null && !thing.passedReason
            ? t("unknown.noAccount", { name: likelyName })
            : "",
          thing.passedReason
            ? t("unknown.passedBy", { name: thing.passedByName ?? "", reason: thing.passedReason })
            : "",
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}

function Ended({ thing }: { thing: Unknown }) {
  const t = useText();
  const format = useFormat();
  const { outcome, mergedInto } = thing;
  if (outcome === null) return null;
  return (
    <Note kind="good">
      {t(`unknown.outcome.${outcome}`, {
        name: thing.endedByName ?? "–",
        into: mergedInto?.number ?? "",
        reason: thing.outcomeReason ?? "",
      })}{" "}
      {mergedInto && thing.can.read ? (
        <Go to="/ledgers/$ledger/$id" params={{ ledger: thing.ledger, id: mergedInto.id }}>
          {mergedInto.name}
        </Go>
      ) : null}{" "}
      {thing.endedAt ? <span className="small soft">{format.moment(thing.endedAt, "short")}</span> : null}
    </Note>
  );
}

function Answering({ thing }: { thing: Unknown }) {
  const t = useText();
  const [kind, setKind] = useState<AnswerKind>("takeIn");
  // Who may not read the ledgers cannot look for another entry.
  const offered = answerKinds.filter((one) => one !== "merge" || thing.can.read);
  return (
    <>
      <Segmented<AnswerKind>
        label={t("unknown.answer")}
        value={kind}
        choices={offered.map((value) => ({ value, label: t(`unknown.answer.${value}`) }))}
        onChange={setKind}
      />
      <p className="soft">{t(`unknown.help.${kind}`)}</p>
      <AnswerForm key={kind} kind={kind} thing={thing} />
    </>
  );
}
