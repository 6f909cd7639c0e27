// A request to ask others, for whoever may: it ends with a check that runs, or with the reason why none does.
import { useState } from "react";
import { lateralChecks } from "#modules/lateral-checks/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import "../../web/incidents.css";
import { RequestLine } from "./RequestLine.tsx";
import { wordsOf } from "./spread.ts";
import { WarnDialog } from "./WarnDialog.tsx";

const refreshed = [incidents.getCheckRequest, incidents.getSpread];

export default function RequestPage() {
  const t = useText();
  const format = useFormat();
  const id = useParam("id");
  const read = useOperation(incidents.getCheckRequest, { id });
  const [doing, setDoing] = useState<"warn" | "decline" | null>(null);
  const of = read.data;
  const close = () => setDoing(null);
  return (
    <Page
      title={
        of
          ? t(of.lessonId ? "spread.requestOfReview" : "spread.requestOf", { company: of.companyName })
          : t("spread.requests")
      }
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("spread.requests") }]}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : !of ? (
        <Loading rows={6} />
      ) : (
        <div className="stack">
          {of.isExercise ? <Note kind="warn">{t("incident.exerciseNote")}</Note> : null}
          <Panel>
            <p className="inc-words">
              <LangText text={of.said} />
            </p>
            <KeyValue
              rows={[
                [
                  t("spread.requestIncident"),
                  <Go key="incident" to="/incidents/$id" params={{ id: of.incidentId }}>
                    <span className="mono">{of.reference}</span>{" "}
                    <LangText text={of.title === "–" ? t(`incident.kind.${of.kind}`) : of.title} />
                  </Go>,
                ],
                [t("spread.requestAsked"), `${of.askedByName ?? "–"} · ${format.moment(of.askedAt)}`],
              ]}
            />
            {of.things.length > 0 ? <p>{t("spread.requestThings", { things: wordsOf(of.things) })}</p> : null}
            {of.answeredAt ? <RequestLine of={of} /> : null}
          </Panel>
          {of.mayAnswer ? (
            <>
              <div className="row">
                {of.things.length > 0 ? (
                  <Button look="main" onClick={() => setDoing("warn")}>
                    {t("spread.warn")}
                  </Button>
                ) : (
                  <GoButton
                    look="main"
                    to="/lateral-checks/new"
                    search={{
                      incident: of.incidentId,
                      reference: of.reference,
                      title: of.said.slice(0, 200),
                      why: of.said,
                    }}
                  >
                    {t("spread.requestWrite")}
                  </GoButton>
                )}
                <Button onClick={() => setDoing("decline")}>{t("spread.requestDecline")}</Button>
              </div>
              <Running incidentId={of.incidentId} requestId={of.id} />
            </>
          ) : null}
          {doing === "warn" ? (
            <WarnDialog
              incident={{ id: of.incidentId, reference: of.reference }}
              things={of.things}
              requestId={of.id}
              onClose={close}
            />
          ) : null}
          {doing === "decline" ? <DeclineDialog id={of.id} onClose={close} /> : null}
        </div>
      )}
    </Page>
  );
}

/** Checks that this incident has opened already: one of them may be what is asked for. */
function Running({ incidentId, requestId }: { incidentId: string; requestId: string }) {
  const t = useText();
  const found = useOperation(lateralChecks.listLateralChecks, { sourceId: incidentId, limit: 20 });
  const answer = useCommand(incidents.answerCheckRequest, refreshed);
  const rows = found.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel title={t("spread.asked")}>
      <FormError error={answer.error} />
      <ul className="inc-moments">
        {rows.map((row) => (
          <li key={row.id}>
            <Go to="/lateral-checks/$id" params={{ id: row.id }}>
              <span className="mono">{row.number}</span> <LangText text={row.title} />
            </Go>
            <Button
              size="s"
              isBusy={answer.isPending}
              onClick={() => answer.mutate({ id: requestId, checkId: row.id, because: "" })}
            >
              {t("spread.requestThisOne", { number: row.number })}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function DeclineDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText();
  const [because, setBecause] = useState("");
  const answer = useCommand(incidents.answerCheckRequest, refreshed);
  return (
    <Dialog isOpen onClose={onClose} title={t("spread.requestDeclineTitle")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          answer.mutate({ id, checkId: null, because: because.trim() }, { onSuccess: onClose });
        }}
      >
        <TextArea label={t("change.reason")} value={because} maxLength={2000} onChange={setBecause} />
        <FormEnds
          error={answer.error}
          isBusy={answer.isPending}
          offBecause={because.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("spread.requestDecline")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
