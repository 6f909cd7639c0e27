// Where the link of a hard clock leads: what is owed, taking note of it, and who was told over which channel.
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { urgencyOf } from "#web/ui/figures.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { Heads } from "#web/ui/small.tsx";
import { useNow } from "#web/ui/now.ts";
import { Loading, Note } from "#web/ui/states.tsx";
import { markedExercise } from "#modules/duties/rules.ts";
import { calls } from "../contract.ts";

type Call = Output<typeof calls.getCall>;

export default function CallPage() {
  const t = useText();
  const any = useAnyText();
  const id = useParam("id");
  const now = useNow();
  const call = useOperation(calls.getCall, { id }, { refetchEvery: 15_000 });
  // Whoever is asked without reading the company's records comes from the inbox.
  const list = useMay("inspection.read")
    ? { label: t("rail.calls"), to: "/calls" }
    : { label: t("message.inbox"), to: "/messages" };
  const crumbs = [list, { label: t("call.crumb") }];
  const values = call.data && {
    company: call.data.company,
    duty: any(`duty.kind.${call.data.dutyKind}`),
  };
  return (
    <Page
      title={
        call.data && values
          ? markedExercise(call.data, t(titleOf(call.data, now), values), any)
          : t("call.crumb")
      }
      crumbs={crumbs}
      actions={call.data ? <GoButton to={call.data.path}>{t("call.open")}</GoButton> : null}
    >
      {call.isError ? (
        <ErrorState error={call.error} onRetry={() => void call.refetch()} />
      ) : call.data ? (
        <Shown call={call.data} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

/** A clock may ask somebody to take note hours before its duty is due. */
const titleOf = ({ isDutyOpen, dueAt }: Call, now: Date) =>
  isDutyOpen && urgencyOf({ due: dueAt, now }) === "over" ? "call.title" : "call.titleDone";

function Shown({ call }: { call: Call }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const acknowledge = useCommand(calls.acknowledgeCall, [calls.getCall, calls.listCalls, calls.countCalls]);
  const round = call.rounds.find((one) => one.id === call.id);
  return (
    <>
      {call.isExercise ? (
        <Note kind="warn">{t(call.ringsOutside ? "call.exerciseRings" : "call.exercise")}</Note>
      ) : null}
      <FactStrip
        facts={[
          { label: t("call.due"), value: format.moment(call.dueAt) },
          { label: t("call.asks"), value: any(`duty.level.${call.level}`) },
          {
            label: t("call.answerBy"),
            value:
              call.state === "open" && call.isDutyOpen
                ? format.moment(call.answerBy)
                : t(`call.state.${call.state}`),
            isLive: call.state === "open" && call.isDutyOpen,
          },
        ]}
      />
      {call.state === "acknowledged" && round?.endedAt ? (
        <Note kind="good">
          {t("call.acknowledged", {
            who: round.acknowledgedBy ?? t("call.somebody"),
            at: format.moment(round.endedAt),
          })}
        </Note>
      ) : call.state === "open" && call.isDutyOpen ? (
        <p>{t("call.lead", { at: format.moment(call.answerBy) })}</p>
      ) : null}
      <FormError error={acknowledge.error} />
      {call.state === "acknowledged" ? null : (
        <p>
          <Button
            look="main"
            size="l"
            isBusy={acknowledge.isPending}
            offBecause={call.offBecause ? any(call.offBecause) : null}
            onClick={() => acknowledge.mutate({ id: call.id })}
          >
            {t("call.acknowledge")}
          </Button>
        </p>
      )}
      <div className="cols">
        <Panel className="c12" title={t("call.history")} isFlush>
          <Rounds call={call} />
        </Panel>
        <Panel className="c12" title={t("call.told")} isFlush>
          <Told call={call} />
        </Panel>
      </div>
    </>
  );
}

function Rounds({ call }: { call: Call }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <div className="scroll-x">
      <table className="grid">
        <Heads of={[[t("call.level")], [t("call.at")], [t("call.answerBy")], [t("call.outcome")]]} />
        <tbody>
          {call.rounds.map((one) => (
            <tr key={one.id} aria-current={one.id === call.id ? "true" : undefined}>
              <td>
                {any(`duty.level.${one.level}`)}
                {one.nth > 1 ? <span className="sub"> {t("call.nth", { nth: one.nth })}</span> : null}
              </td>
              <td>{format.moment(one.openedAt)}</td>
              <td>{format.moment(one.answerBy)}</td>
              <td>
                {one.state === "acknowledged" && one.endedAt
                  ? t("call.acknowledged", {
                      who: one.acknowledgedBy ?? t("call.somebody"),
                      at: format.moment(one.endedAt),
                    })
                  : t(`call.state.${one.state}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Told({ call }: { call: Call }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  if (call.told.length === 0) return <p className="soft pad">{t("call.toldEmpty")}</p>;
  return (
    <div className="scroll-x">
      <table className="grid">
        <Heads of={[[t("call.who")], [t("call.channel")], [t("call.at")], [t("call.outcome")]]} />
        <tbody>
          {call.told.map((one, index) => (
            // What was told stands in order and does not move.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <td>
                {one.name ?? any(`duty.level.${one.level}`)}
                {one.name ? <span className="sub"> {any(`duty.level.${one.level}`)}</span> : null}
              </td>
              <td>{t(`call.channel.${one.channel}`)}</td>
              <td>{format.moment(one.at)}</td>
              <td>
                {t(`call.toldState.${one.state}`)}
                {one.doneAt ? <span className="sub"> {format.moment(one.doneAt)}</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
