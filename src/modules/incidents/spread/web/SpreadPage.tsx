// Stop the spread: who else has the same, asked in one go with acknowledgement and answer; and what gives the attack away.
import { useState } from "react";
import { LateralsOf } from "#modules/lateral-checks/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { IncidentFrame } from "../../web/IncidentFrame.tsx";
import type { Spread } from "./spread.ts";
import { IndicatorsPanel } from "./IndicatorsPanel.tsx";

export default function SpreadPage() {
  const id = useParam("id");
  const incident = useOperation(incidents.getIncident, { id });
  const spread = useOperation(incidents.getSpread, { id });
  const failed = incident.error ?? spread.error;
  if (failed) return <ErrorState error={failed} onRetry={() => void spread.refetch()} />;
  if (!incident.data || !spread.data) return <Loading rows={8} />;
  return (
    <IncidentFrame incident={incident.data} at="spread">
      <div className="cols below">
        <div className="c6 stack">
          <AlikePanel incident={incident.data} alike={spread.data.alike} />
          <AskedPanel id={id} />
        </div>
        <div className="c6 stack">
          <IndicatorsPanel incident={incident.data} spread={spread.data} />
        </div>
      </div>
    </IncidentFrame>
  );
}

function AskedPanel({ id }: { id: string }) {
  const t = useText();
  const mayRead = useMay("lateral.read");
  if (!mayRead) return null;
  return (
    <Panel title={t("spread.asked")}>
      <LateralsOf sourceId={id} none={t("spread.askedNone")} />
    </Panel>
  );
}

/** What the ledgers say: one line a thing that the incident is about, with the way to ask all who have it. */
function AlikePanel({ incident, alike }: { incident: Incident; alike: Spread["alike"] }) {
  const t = useText();
  const any = useAnyText();
  const mayAsk = useMay("lateral.open");
  const [words, setWords] = useState("");
  const most = alike[0]?.companies ?? 0;
  const search = (more: { ledger?: string; words?: string }) => ({
    incident: incident.id,
    // Whoever is asked reads it: of one that is kept from some nothing is put in.
    ...(incident.isKept
      ? {}
      : {
          reference: incident.reference,
          title: incident.title === "–" ? t(`incident.kind.${incident.kind}`) : incident.title,
        }),
    severity: incident.severity,
    ...more,
  });
  return (
    <Panel title={most > 0 ? t("spread.alikeMost", { count: most }) : t("spread.alike")}>
      {alike.length === 0 ? <p className="soft">{t("spread.alikeNone")}</p> : null}
      <ul className="inc-moments">
        {alike.map((one) => (
          <li key={`${one.ledger} ${one.words}`}>
            <b>
              <LangText text={one.words} />
            </b>
            <span className="small mute">{any(`ledger.${one.ledger}`)}</span>
            <span className="tn">{t("spread.companies", { count: one.companies })}</span>
            {mayAsk ? (
              <GoButton
                size="s"
                to="/lateral-checks/new"
                search={search({ ledger: one.ledger, words: one.words })}
              >
                {t("spread.ask", { count: one.companies })}
              </GoButton>
            ) : null}
          </li>
        ))}
      </ul>
      {mayAsk ? (
        <div className="form">
          <TextField
            label={t("spread.words")}
            hint={t("spread.wordsHint")}
            isOptional
            value={words}
            maxLength={100}
            onChange={setWords}
          />
          <p>
            <GoButton
              to="/lateral-checks/new"
              search={search(words.trim() ? { ledger: "internet_exits", words: words.trim() } : {})}
            >
              {t(words.trim() ? "spread.askWords" : "spread.askOthers")}
            </GoButton>
          </p>
        </div>
      ) : null}
    </Panel>
  );
}
