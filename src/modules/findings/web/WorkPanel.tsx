// What was done about a finding, in the order in which it happened, the latest first.
import type { ReactNode } from "react";
import { TimelineList } from "#modules/trail/web/parts.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import type { Finding } from "./finding.ts";
import { ProofList } from "./ProofList.tsx";

type Row = { id: string; at: string; what: ReactNode };

export function WorkPanel({ finding }: { finding: Finding }) {
  const t = useText();
  const rows = [
    ...useRemedies(finding),
    ...useVerifications(finding),
    ...useReopenings(finding),
    ...useAcceptances(finding),
  ].toSorted((a, b) => b.at.localeCompare(a.at));
  return (
    <Panel title={t("finding.worked")}>
      {rows.length === 0 ? <p className="soft">{t("finding.workedNone")}</p> : <TimelineList rows={rows} />}
    </Panel>
  );
}

const useName = () => {
  const t = useText();
  return (name: string | null) => name ?? t("trail.itself");
};

function useRemedies(finding: Finding): Row[] {
  const t = useText();
  const nameOf = useName();
  return finding.remedies.map((one) => ({
    id: one.id,
    at: one.saidAt,
    what: (
      <>
        <b>{t("finding.remedied", { name: nameOf(one.saidByName) })}</b>
        <p className="said">
          <Written text={one.done} />
        </p>
        <ProofList finding={finding} actId={one.id} />
      </>
    ),
  }));
}

function useVerifications(finding: Finding): Row[] {
  const t = useText();
  const format = useFormat();
  const nameOf = useName();
  return finding.verifications.map((one) => ({
    id: one.id,
    at: one.verifiedAt,
    what: (
      <>
        <b>{t(one.isGone ? "finding.verified" : "finding.notGone", { name: nameOf(one.verifiedByName) })}</b>{" "}
        <span className="small soft">
          {t(`finding.method.${one.method}`)}
          {one.holdsUntil
            ? ` · ${t("finding.holdsUntil", { day: format.day(one.holdsUntil, "plain") })}`
            : null}
        </span>
        <p className="said">
          <Written text={one.seen} />
        </p>
        <ProofList finding={finding} actId={one.id} />
      </>
    ),
  }));
}

function useReopenings(finding: Finding): Row[] {
  const t = useText();
  const nameOf = useName();
  return finding.reopenings.map((one) => ({
    id: one.id,
    at: one.openedAt,
    what: (
      <>
        <b>{t(`finding.reopened.${one.because}`, { name: nameOf(one.openedByName) })}</b>
        {one.reason ? (
          <p className="said">
            <Written text={one.reason} />
          </p>
        ) : null}
      </>
    ),
  }));
}

function useAcceptances(finding: Finding): Row[] {
  const t = useText();
  const format = useFormat();
  const nameOf = useName();
  return finding.acceptances.map((one) => ({
    id: one.id,
    at: one.askedAt,
    what: (
      <>
        <b>{t("finding.asked", { name: nameOf(one.askedByName), day: format.day(one.until, "plain") })}</b>
        <p className="said">
          <Written text={one.reason} />
        </p>
        {one.meanwhile ? <p className="small">{t("finding.meanwhile", { what: one.meanwhile })}</p> : null}
        {one.decidedAt ? (
          <p>
            {t(one.isGranted ? "finding.granted" : "finding.refused", {
              name: nameOf(one.decidedByName),
              reason: one.decision ?? "",
            })}
          </p>
        ) : null}
        {one.endedBecause ? <p className="small soft">{t(`finding.ended.${one.endedBecause}`)}</p> : null}
        <ProofList finding={finding} actId={one.id} />
      </>
    ),
  }));
}
