// What a provider of shared services is asked before the others: by when, which controls, who rests on its answers, and
// what its desk sent back.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Sym, symbolOfVerdict } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import type { Inspection } from "../inspection.ts";

type Provided = Output<typeof inspections.getProvided>;

export default function ProvidedPage() {
  const id = useParam("id");
  const inspection = useOperation(inspections.getInspection, { id });
  const provided = useOperation(inspections.getProvided, { id });
  const failed = inspection.isError ? inspection : provided.isError ? provided : null;
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!inspection.data || !provided.data) return <Loading rows={10} />;
  return <Found inspection={inspection.data} provided={provided.data} />;
}

function Found({ inspection, provided }: { inspection: Inspection; provided: Provided }) {
  const t = useText();
  const format = useFormat();
  const { controls, consumers, elsewhere, services } = provided;
  const resting = consumers.length + elsewhere.companies;
  const name = nameFor(inspection);
  const done = controls.filter((one) => one.verdict !== null).length;
  const connected = services.reduce((most, one) => Math.max(most, one.connected), 0);
  const returned = controls.filter((one) => one.returned !== null).length;
  const mayAnswer = inspection.can["answer"] === null;
  return (
    <Page
      title={
        services.length === 0
          ? t("provided.none", { company: name })
          : t("provided.finding", { done, all: controls.length, connected })
      }
      crumbs={[
        { label: inspection.roundName, to: `/rounds/${inspection.roundId}/inspections` },
        { label: name, to: `/inspections/${inspection.id}` },
        { label: t("provided.crumb") },
      ]}
      after={
        provided.dueAt ? (
          <span className="age">
            {t("provided.due", {
              day: format.moment(provided.dueAt, "week", provided.timeZone ?? "UTC"),
            })}
          </span>
        ) : null
      }
      actions={
        mayAnswer && services.length > 0 ? (
          <GoButton look="main" to="/inspections/$id/answer" params={{ id: inspection.id }}>
            {t("provided.answer")}
          </GoButton>
        ) : null
      }
    >
      {services.length === 0 ? (
        <EmptyState title={t("provided.noneTitle")}>{t("provided.noneHelp")}</EmptyState>
      ) : (
        <div className="stack">
          <p className="soft">
            {t(
              inspection.state === "not_begun" || inspection.state === "answering"
                ? "provided.help"
                : "provided.helpIn",
            )}
          </p>
          <Asked inspection={inspection} provided={provided} returned={returned} />
          <Panel
            isFlush
            title={
              resting > 0
                ? t("provided.restTitle", { count: resting, connected })
                : t("provided.nobodyRests", { connected })
            }
          >
            {resting > 0 ? <Resting consumers={consumers} elsewhere={elsewhere} /> : null}
          </Panel>
        </div>
      )}
    </Page>
  );
}

function Asked({
  inspection,
  provided,
  returned,
}: {
  inspection: Inspection;
  provided: Provided;
  returned: number;
}) {
  const t = useText();
  const format = useFormat();
  const nameOf = new Map(provided.services.map((one) => [one.service, one.name]));
  return (
    <Panel
      isFlush
      title={t(returned > 0 ? "provided.askedReturned" : "provided.asked", {
        count: provided.controls.length,
        returned,
      })}
    >
      <div className="scroll-x">
        <table className="grid roomy">
          <thead>
            <tr>
              <th scope="col">{t("provided.control")}</th>
              <th scope="col">{t("provided.service")}</th>
              <th scope="col">{t("provided.answered")}</th>
              <th scope="col">{t("provided.proof")}</th>
              <th scope="col" className="num">
                {t("provided.resting")}
              </th>
            </tr>
          </thead>
          <tbody>
            {provided.controls.map((one) => (
              <tr key={one.controlId}>
                <th scope="row">
                  <Go
                    to="/inspections/$id/answer"
                    params={{ id: inspection.id }}
                    search={{ control: one.controlId }}
                  >
                    <span className="mono">{one.controlId}</span> <LangText text={one.title} />
                  </Go>
                  {one.returned !== null ? (
                    <small className="over"> {t("provided.returned", { reason: one.returned || "–" })}</small>
                  ) : null}
                </th>
                <td>{nameOf.get(one.service) ?? one.service}</td>
                <td className="nowrap">
                  {one.verdict ? (
                    <>
                      <Sym kind={symbolOfVerdict[one.verdict]} /> {t(`verdict.${one.verdict}`)}
                    </>
                  ) : (
                    <Tag>{t("provided.open")}</Tag>
                  )}
                </td>
                <td className="nowrap">
                  {one.proofUntil
                    ? t("backing.proofUntil", { day: format.day(one.proofUntil, "plain") })
                    : "–"}
                </td>
                <td className="num">
                  {format.number(one.resting)}
                  {one.unbacked > 0 ? (
                    <small className="over"> {t("provided.unbacked", { count: one.unbacked })}</small>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const shown = 200;

function Resting({ consumers, elsewhere }: Pick<Provided, "consumers" | "elsewhere">) {
  const t = useText();
  const format = useFormat();
  return (
    <div className="scroll-x">
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t("inspections.company")}</th>
            <th scope="col" className="num">
              {t("provided.theirs")}
            </th>
            <th scope="col" className="num">
              {t("provided.theirsOpen")}
            </th>
          </tr>
        </thead>
        <tbody>
          {consumers.slice(0, shown).map((one) => (
            <tr key={one.code}>
              <th scope="row">
                <LangText text={nameFor(one)} /> <span className="mono mute">{one.code}</span>
              </th>
              <td className="num">{format.number(one.resting)}</td>
              <td className="num">{one.unbacked > 0 ? format.number(one.unbacked) : "–"}</td>
            </tr>
          ))}
          {elsewhere.companies > 0 ? (
            <tr>
              <th scope="row" className="soft">
                {t(consumers.length > 0 ? "provided.andElsewhere" : "provided.elsewhere", {
                  count: elsewhere.companies,
                })}
              </th>
              <td className="num">{format.number(elsewhere.resting)}</td>
              <td className="num">{elsewhere.unbacked > 0 ? format.number(elsewhere.unbacked) : "–"}</td>
            </tr>
          ) : null}
        </tbody>
      </table>
      {consumers.length > shown ? (
        <p className="small mute preview-none">{t("round.moreThan", { shown, all: consumers.length })}</p>
      ) : null}
    </div>
  );
}
