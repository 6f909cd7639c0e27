// Who goes on a visit, what the team lacks, and the pool with the best fit first; who is out, and why.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { audits } from "../contract.ts";
import type { Visit } from "./visit.ts";
import { refreshedByVisits } from "./PlanDialog.tsx";

type Fitting = Output<typeof audits.listFitting>["rows"][number];
const refreshed = [...refreshedByVisits, audits.listFitting, audits.listAuditors, audits.getAuditor];

export function TeamPanel({ visit }: { visit: Visit }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const session = useSession();
  const seesPool = useMay("audit.pool") && session.isGroupWide;
  const remove = useCommand(audits.removeAuditor, refreshed);
  const lacks = visit.lacks.map((one) =>
    one === "language" ? format.tongue(visit.companyLanguage ?? "") : any(`audits.competence.${one}`),
  );
  const given = visit.team.reduce((sum, one) => sum + one.days, 0);
  return (
    <Panel
      title={
        visit.teamCount === 0
          ? t("audits.team.none")
          : t(lacks.length > 0 ? "audits.team.lacks" : "audits.team.whole", {
              count: visit.teamCount,
              what: format.list(lacks),
            })
      }
    >
      {!seesPool && visit.teamCount > 0 ? <p className="soft">{t("audits.team.unseen")}</p> : null}
      {seesPool && visit.teamCount > 0 && given < visit.auditorDays ? (
        <p className="soft">{t("audits.daysUsed", { used: given, available: visit.auditorDays })}</p>
      ) : null}
      <FormError error={remove.error} />
      <ul className="fit">
        {visit.team.map((one) => (
          <li key={one.auditorId}>
            <span>
              <LangText text={one.name} /> {one.isLead ? <Tag>{t("audits.lead")}</Tag> : null}{" "}
              <span className="why">
                {t("audits.daysOf", { count: one.days })} ·{" "}
                {format.list(one.competences.map((of) => t(`audits.competence.${of}`)))} ·{" "}
                {format.list(one.languages.map(format.tongue))}
              </span>
            </span>
            {visit.can.staff ? (
              <Button
                size="s"
                isBusy={remove.isPending}
                onClick={() => remove.mutate({ id: visit.id, auditorId: one.auditorId })}
              >
                {t("audits.team.remove")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {seesPool && visit.state === "planned" ? <Pool visit={visit} /> : null}
    </Panel>
  );
}

function Pool({ visit }: { visit: Visit }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const read = useOperation(audits.listFitting, { id: visit.id }, { enabled: isOpen });
  if (!isOpen)
    return (
      <Button look={visit.teamCount === 0 ? "outlined" : "quiet"} onClick={() => setOpen(true)}>
        {t("audits.team.find")}
      </Button>
    );
  if (!read.data) return <Loading rows={4} />;
  const on = new Set(visit.team.map((one) => one.auditorId));
  const rows = read.data.rows.filter((one) => !on.has(one.id));
  if (rows.length === 0) return <p className="soft">{t("audits.team.poolEmpty")}</p>;
  const fits = rows.filter((one) => one.refusals.length === 0);
  const out = rows.filter((one) => one.refusals.length > 0);
  return (
    <>
      <h3 className="below">{t("audits.team.fit", { count: fits.length })}</h3>
      <ul className="fit">
        {fits.slice(0, 50).map((one) => (
          <Candidate key={one.id} visit={visit} one={one} />
        ))}
      </ul>
      {out.length > 0 ? (
        <>
          <h3 className="below">{t("audits.team.out", { count: out.length })}</h3>
          <ul className="fit">
            {out.slice(0, 50).map((one) => (
              <Candidate key={one.id} visit={visit} one={one} />
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

/** Whoever is out may be tried: the refusal is the server's, and says the same reason. */
function Candidate({ visit, one }: { visit: Visit; one: Fitting }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const assign = useCommand(audits.assignAuditor, refreshed);
  const needsLead = !visit.team.some((member) => member.isLead);
  const isOut = one.refusals.length > 0;
  const give = (isLead: boolean) =>
    assign.mutate(
      {
        id: visit.id,
        auditorId: one.id,
        isLead,
        days: Math.min(visit.auditorDays, Math.max(1, one.daysLeft)),
      },
      { onSuccess: () => toast(t("audits.team.added", { name: one.name })) },
    );
  const said = [
    any(`region.${one.homeRegion}`),
    format.list(one.competences.map((of) => t(`audits.competence.${of}`))),
    format.list(one.languages.map(format.tongue)),
    t("audits.daysLeft", { count: one.daysLeft }),
  ];
  return (
    <li>
      <span>
        <LangText text={one.name} /> <span className="soft small">{one.companyName}</span>
        <span className="why block">{said.filter(Boolean).join(" · ")}</span>
        {one.refusals.map((why) => (
          <span key={why.code} className="why out block">
            {t(`audits.refusal.${why.code}`, { what: why.what, day: why.what })}
          </span>
        ))}
        {isOut ? null : one.warnings.length > 0 ? (
          <span className="why unwise block">
            {format.list(one.warnings.map((why) => t(`audits.warning.${why}`)))}
          </span>
        ) : null}
        {assign.error ? (
          <Note kind="bad">
            {assign.error instanceof Error && "title" in assign.error
              ? String(assign.error.title)
              : String(assign.error)}
          </Note>
        ) : null}
      </span>
      {visit.can.staff && !isOut ? (
        <span className="row">
          {needsLead && one.competences.includes("lead") ? (
            <Button size="s" isBusy={assign.isPending} onClick={() => give(true)}>
              {t("audits.team.asLead")}
            </Button>
          ) : null}
          <Button size="s" look="quiet" isBusy={assign.isPending} onClick={() => give(false)}>
            {t("audits.team.add")}
          </Button>
        </span>
      ) : null}
    </li>
  );
}
