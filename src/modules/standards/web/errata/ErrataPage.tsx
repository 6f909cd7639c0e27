// The errata of an edition: what was corrected, why, by whom, and how far the companies asked again have come.
import type { Output } from "#core/contract.ts";
import { inspections } from "#modules/inspections/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Go, GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Tag, Written } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { standards } from "../../contract.ts";
import { EditionFrame } from "../EditionFrame.tsx";
import { Brought } from "./Brought.tsx";
import { CorrectedWords } from "./CorrectedWords.tsx";
import { NotHereRows } from "./NotHere.tsx";

export default function ErrataPage() {
  const t = useText();
  const id = useParam("id");
  const errata = useOperation(standards.listErrata, { id });
  // Companies are asked right after an erratum is issued, beside it: a fresh one is looked at again until they are.
  const asked = useOperation(
    inspections.listAskedAgain,
    { id },
    { refetchEvery: () => ((errata.data?.rows ?? []).some(isFresh) ? 2000 : false) },
  );
  const { rows = [], brought = [] } = errata.data ?? {};
  const issued = rows.filter((one) => one.state === "issued").length + brought.length;
  return (
    <EditionFrame
      id={id}
      tab="editions"
      title={(edition) => t("erratum.pageTitle", { count: issued, edition: edition.edition })}
    >
      {() =>
        errata.isError ? (
          <ErrorState error={errata.error} />
        ) : !errata.data ? (
          <Loading />
        ) : (
          <>
            <NotHereRows id={id} mayCorrect={errata.data.can.propose} />
            {rows.length + brought.length === 0 ? (
              <EmptyState title={t("erratum.none")}>{t("erratum.noneHelp")}</EmptyState>
            ) : null}
            {rows.map((one) => (
              <Erratum
                key={one.id}
                id={id}
                erratum={one}
                asked={asked.data}
                mayDecide={errata.data.can.propose}
              />
            ))}
            <Brought id={id} rows={brought} />
          </>
        )
      }
    </EditionFrame>
  );
}

type Row = Output<typeof standards.listErrata>["rows"][number];

const isFresh = ({ asksAgain, state, decidedAt }: Row) =>
  asksAgain && state === "issued" && Date.now() - Date.parse(decidedAt ?? "") < 60_000;

type Asked = Output<typeof inspections.listAskedAgain>;
type Props = { id: string; erratum: Row; asked: Asked | undefined; mayDecide: boolean };

function Erratum({ id, erratum, asked, mayDecide }: Props) {
  const t = useText();
  const format = useFormat();
  const { controlId, number, state } = erratum;
  const nameOf = (familyName: string | null, givenName: string | null) =>
    familyName === null ? t("erratum.office") : format.person({ familyName, givenName: givenName ?? "" });
  const proposer = nameOf(erratum.proposedFamilyName, erratum.proposedGivenName);
  const decider = nameOf(erratum.decidedFamilyName, erratum.decidedGivenName);
  return (
    <Panel
      title={
        <>
          {number === null ? <Tag>{t(`erratum.state.${state}`)}</Tag> : t("erratum.number", { number })}{" "}
          <Go to="/standards/$id/controls/$controlId" params={{ id, controlId }} className="mono">
            {controlId}
          </Go>
        </>
      }
      more={
        state === "proposed" && mayDecide ? (
          <GoButton
            size="s"
            look="accent"
            to="/standards/$id/controls/$controlId/correct"
            params={{ id, controlId }}
          >
            {t("erratum.look")}
          </GoButton>
        ) : undefined
      }
    >
      <p>
        <Written text={erratum.reason} />
      </p>
      <CorrectedWords before={erratum.before} after={erratum.words} />
      <p className="small soft">
        {t("erratum.proposedBy", { name: proposer, day: format.moment(erratum.proposedAt) })}
        {erratum.decidedAt
          ? ` · ${t(state === "issued" ? "erratum.issuedBy" : "erratum.droppedBy", { name: decider, day: format.moment(erratum.decidedAt) })}`
          : ""}
      </p>
      {erratum.droppedBecause ? (
        <p className="small">
          <Written text={erratum.droppedBecause} />
        </p>
      ) : null}
      {state === "issued" ? <AskedAgain erratum={erratum} asked={asked} /> : null}
    </Panel>
  );
}

function AskedAgain({ erratum, asked }: { erratum: Row; asked: Asked | undefined }) {
  const t = useText();
  const format = useFormat();
  if (!erratum.asksAgain) return <p className="small soft">{t("erratum.onlyAnnounced")}</p>;
  const count = asked?.counts.find((one) => one.erratumId === erratum.id);
  if (!count) return <p className="small soft">{t("erratum.askedNobody")}</p>;
  const rows = asked?.rows.filter((one) => one.erratumId === erratum.id && one.settledAt === null) ?? [];
  return (
    <details className="asked" open={rows.length > 0 && rows.length <= 20}>
      <summary>{t("erratum.asked", { asked: count.asked, settled: count.asked - count.open })}</summary>
      <ul className="bullets">
        {rows.map((one) => (
          <li key={one.inspectionId}>
            <Go to="/inspections/$id" params={{ id: one.inspectionId }}>
              {one.companyName}
            </Go>{" "}
            <span className="age">{t("erratum.since", { day: format.moment(one.askedAt) })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
