// Stop the spread: who else has the same, asked in one go with acknowledgement and answer; and what gives the attack away.
import { useState } from "react";
import { LateralsOf } from "#modules/lateral-checks/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { IncidentFrame } from "../../web/IncidentFrame.tsx";
import { IndicatorsPanel } from "./IndicatorsPanel.tsx";
import { RequestDialog } from "./RequestDialog.tsx";
import { RequestLine } from "./RequestLine.tsx";
import type { Alike, Spread, Thing } from "./spread.ts";
import { WarnDialog } from "./WarnDialog.tsx";

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
          <AlikePanel incident={incident.data} spread={spread.data} />
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

type Acting = { incident: Incident; things: readonly Thing[] };

/** What the ledgers say: one line a thing that the incident is about, with the way to warn all who have it. */
function AlikePanel({ incident, spread }: { incident: Incident; spread: Spread }) {
  const t = useText();
  const [sought, setSought] = useState("");
  const [acting, act] = useState<Acting | null>(null);
  const mayAsk = useMay("lateral.open");
  const { alike, requests, mayChange } = spread;
  const most = alike[0]?.companies ?? 0;
  const choose = (things: readonly Thing[]) => act({ incident, things });
  const close = () => act(null);
  return (
    <Panel title={most > 0 ? t("spread.alikeMost", { count: most }) : t("spread.alike")}>
      <div className="form">
        {alike.length === 0 ? <p className="soft">{t("spread.alikeNone")}</p> : null}
        <Lines alike={alike} onChoose={mayAsk ? choose : null} />
        <WordsField onFind={setSought} />
        {sought ? <Found id={incident.id} words={sought} onChoose={mayAsk ? choose : null} /> : null}
        {mayAsk ? (
          <p>
            <GoButton
              look="quiet"
              to="/lateral-checks/new"
              search={{
                incident: incident.id,
                // Whoever is asked reads it: of one that is kept from some nothing is put in.
                ...(incident.isKept
                  ? {}
                  : {
                      except: incident.companyId,
                      reference: incident.reference,
                      title: incident.title === "–" ? t(`incident.kind.${incident.kind}`) : incident.title,
                    }),
                severity: incident.severity,
              }}
            >
              {t("spread.askOthers")}
            </GoButton>
          </p>
        ) : (
          <>
            <p className="soft">{t("spread.mayNot")}</p>
            {mayChange ? (
              <p>
                <Button look="main" onClick={() => choose(alike)}>
                  {t("spread.requestDo")}
                </Button>
              </p>
            ) : null}
          </>
        )}
        {requests.length > 0 ? (
          <section>
            <h3>{t("spread.requests")}</h3>
            <ul className="inc-moments">
              {requests.map((one) => (
                <li key={one.id}>
                  <LangText text={one.said} />
                  <RequestLine of={one} />
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
      {acting ? (
        mayAsk ? (
          <WarnDialog {...acting} onClose={close} />
        ) : (
          <RequestDialog {...acting} onClose={close} />
        )
      ) : null}
    </Panel>
  );
}

/** By words, through every ledger that there is. */
function WordsField({ onFind }: { onFind: (words: string) => void }) {
  const t = useText();
  const [words, setWords] = useState("");
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        onFind(words.trim());
      }}
    >
      <TextField
        label={t("spread.words")}
        hint={t("spread.wordsHint")}
        isOptional
        value={words}
        maxLength={100}
        onChange={setWords}
      />
      <p>
        <Button
          type="submit"
          offBecause={words.trim().length < 2 ? t("forms.first", { field: t("spread.words") }) : null}
        >
          {t("spread.find")}
        </Button>
      </p>
    </form>
  );
}

type Choosing = { onChoose: ((things: readonly Thing[]) => void) | null };

function Found({ id, words, onChoose }: { id: string; words: string } & Choosing) {
  const t = useText();
  const found = useOperation(incidents.findSpread, { id, words });
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={2} />;
  const { alike } = found.data;
  if (alike.length === 0) return <p className="soft">{t("spread.foundNone", { words })}</p>;
  return <Lines alike={alike} onChoose={onChoose} />;
}

function Lines({ alike, onChoose }: { alike: readonly Alike[] } & Choosing) {
  const t = useText();
  const any = useAnyText();
  return (
    <ul className="inc-moments">
      {alike.map((one) => (
        <li key={`${one.ledger} ${one.words}`}>
          <b>
            <LangText text={one.words} />
          </b>
          <span className="small mute">{any(`ledger.${one.ledger}`)}</span>
          {one.companies > 0 ? (
            <span className="tn">{t("spread.companies", { count: one.companies })}</span>
          ) : onChoose ? (
            // Who reads one company's ledgers alone cannot know that of the others.
            <span className="mute">{t("spread.warnNobody")}</span>
          ) : null}
          {onChoose && one.companies > 0 ? (
            <Button size="s" onClick={() => onChoose([one])}>
              {t("spread.ask", { count: one.companies })}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
