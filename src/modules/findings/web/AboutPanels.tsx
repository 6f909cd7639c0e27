// What the finding is, why it came about and what it touches.
import { useState } from "react";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Written } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { AboutDialog } from "./AboutDialog.tsx";
import type { Finding } from "./finding.ts";
import { ProofList } from "./ProofList.tsx";

type Props = { finding: Finding };

export function FoundPanel({ finding }: Props) {
  const t = useText();
  return (
    <Panel title={t("finding.found")}>
      {finding.detail ? (
        <p className="prose said">
          <Written text={finding.detail} />
        </p>
      ) : (
        <p className="soft">{t("finding.noDetail")}</p>
      )}
      {finding.sourceName ? (
        <p className="small soft">
          {finding.sourceKind === "inspection" && finding.sourceId ? (
            <Go to="/inspections/$id" params={{ id: finding.sourceId }}>
              {finding.sourceName} ›
            </Go>
          ) : (
            finding.sourceName
          )}
        </p>
      ) : null}
      {finding.sourceSaid ? <p className="small soft">{finding.sourceSaid}</p> : null}
      <FromList finding={finding} />
      <ProofList finding={finding} actId={finding.id} />
    </Panel>
  );
}

/** What an old list says of it, told as the list's word: nobody has verified or approved that here. */
function FromList({ finding: { fromList } }: Props) {
  const t = useText();
  const format = useFormat();
  if (!fromList) return null;
  const { endedAs, endedOn, endedBy } = fromList;
  const end = { day: endedOn ? format.day(endedOn, "plain") : "–", name: endedBy };
  const said =
    endedAs === "accepted"
      ? t("finding.listAccepted", end)
      : endedAs === "closed"
        ? t(endedBy ? "finding.listClosedBy" : "finding.listClosed", end)
        : null;
  return (
    <>
      <p className="small soft">
        {t("finding.fromList", { number: fromList.number, list: fromList.listName })}
        {fromList.place ? ` · ${fromList.place}` : ""}
      </p>
      {said ? <Note>{said}</Note> : null}
    </>
  );
}

export function CausePanel({ finding }: Props) {
  const t = useText();
  const [isSaying, setSaying] = useState(false);
  return (
    <Panel title={t("finding.cause")}>
      {finding.causeKind ? <p>{t(`finding.cause.${finding.causeKind}`)}</p> : null}
      {finding.cause ? (
        <p className="prose said">
          <Written text={finding.cause} />
        </p>
      ) : null}
      {finding.causeKind || finding.cause ? null : (
        <p className="row soft">
          {t("finding.causeNone")}
          {finding.can["work"] === null ? (
            <Button size="s" onClick={() => setSaying(true)}>
              {t("finding.sayCause")}
            </Button>
          ) : null}
        </p>
      )}
      {isSaying ? <AboutDialog finding={finding} onClose={() => setSaying(false)} /> : null}
    </Panel>
  );
}

export function AboutPanel({ finding }: Props) {
  const t = useText();
  const any = useAnyText();
  const rows = [
    [
      t("findings.controls"),
      finding.controls.map((one) => (
        <div key={one.id}>
          <Go to="/findings" search={{ control: one.id, view: "all" }}>
            <span className="mono">{one.id}</span>
          </Go>{" "}
          {one.title ? <LangText text={one.title} /> : null}
        </div>
      )),
    ],
    [t("findings.harm"), finding.harms.length > 0 ? [finding.harms.join(" · ")] : []],
    [t("finding.places"), finding.sites.map((one) => <div key={one.id}>{one.name}</div>)],
    [
      t("finding.assets"),
      finding.assets.map((one) => (
        <div key={one.entryId}>
          <Go to="/ledgers/$ledger/$id" params={{ ledger: one.ledger, id: one.entryId }}>
            {one.name}
          </Go>{" "}
          <span className="small mute">{any(`ledger.${one.ledger}`)}</span>
        </div>
      )),
    ],
    [
      t("finding.merged"),
      finding.merged.map((one) => (
        <div key={one.id}>
          <Go to="/findings/$id" params={{ id: one.id }}>
            <span className="mono">{one.reference}</span>
          </Go>{" "}
          <LangText text={one.title} />
        </div>
      )),
    ],
  ] as const;
  const shown = rows.filter(([, values]) => values.length > 0);
  return shown.length === 0 ? null : (
    <Panel title={t("finding.about")}>
      <KeyValue rows={shown} />
    </Panel>
  );
}

/** Each time that a round has seen it: again, or answered as met by a word that nobody has verified. */
export function SeenPanel({ finding }: Props) {
  const t = useText();
  const format = useFormat();
  if (finding.occurrences.length < 2) return null;
  return (
    <Panel title={t("finding.seen")}>
      <KeyValue
        rows={finding.occurrences.map((one) => [
          format.day(one.seenOn, "plain"),
          <>
            {t(`finding.seen.${one.verdict}`)}
            {one.sourceName ? <span className="small soft"> {one.sourceName}</span> : null}
          </>,
        ])}
      />
    </Panel>
  );
}
