// For somebody who phoned: at which company, who it was, how to reach them, whose devices are shown then.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { TextField } from "#web/forms/fields.tsx";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import type { Draft } from "./draft.ts";
import { Step } from "./parts.tsx";

type Set = (part: Partial<Draft>) => void;

/** Another company than one's own, for whoever has more than one in reach. */
export function CompanyStep({ id, name, onChange }: { id: string; name: string; onChange: Set }) {
  const t = useText();
  const [isOpen, open] = useState(false);
  const [search, setSearch] = useState("");
  const found = useOperation(incidents.listReportCompanies, search.trim() ? { search: search.trim() } : {}, {
    enabled: isOpen,
    keep: true,
  });
  return (
    <Step title={t("report.company")} isDone>
      <p className="inc-company">
        <b>
          <LangText text={name} />
        </b>{" "}
        {isOpen ? null : (
          <button type="button" className="inc-more" onClick={() => open(true)}>
            {t("report.companyOther")} ✎
          </button>
        )}
      </p>
      {isOpen ? (
        <PersonChoice
          label={t("report.company")}
          findLabel={t("report.companyFind")}
          search={search}
          onSearch={setSearch}
          people={found.data?.rows ?? []}
          isThere={found.data !== undefined}
          chosen={id}
          onChoose={(one) => {
            // Places, people and files are a company's.
            onChange({
              companyId: one.id,
              unitId: "",
              deviceId: "",
              reporterId: "",
              reporterName: "",
              files: [],
            });
            open(false);
          }}
          nobody={t("report.companyNone")}
          most={6}
        />
      ) : null}
    </Step>
  );
}

type WhoProps = { draft: Draft; companyId: string; mayFind: boolean; onChange: Set };

/** A person of that company, who then finds it among their own reports; or anybody, in words. */
export function WhoCalled({ draft, companyId, mayFind, onChange }: WhoProps) {
  const t = useText();
  const [search, setSearch] = useState(draft.reporterName);
  const found = useOperation(
    incidents.listReportPeople,
    { companyId, ...(search.trim() ? { search: search.trim() } : {}) },
    { enabled: mayFind && search.trim() !== "", keep: true },
  );
  const nobody = { id: "", name: t("report.whoNobody"), note: null };
  return (
    <Step title={t("report.who")} isDone={draft.reporterId !== "" || draft.reporterSaid.trim() !== ""}>
      <div className="form">
        {mayFind ? (
          <PersonChoice
            label={t("report.who")}
            findLabel={t("report.whoFind")}
            search={search}
            onSearch={setSearch}
            people={search.trim() ? [nobody, ...(found.data?.rows ?? [])] : []}
            isThere={found.data !== undefined}
            chosen={draft.reporterId}
            onChoose={({ id, name }) =>
              onChange({ reporterId: id, reporterName: id ? name : "", deviceId: "", asksLock: false })
            }
            nobody={search.trim() ? t("report.whoNone") : ""}
            most={6}
          />
        ) : null}
        {draft.reporterId ? (
          <p className="small soft">{t("report.sees")}</p>
        ) : (
          <TextField
            label={t("report.whoCalled")}
            hint={t("report.whoCalledHint")}
            isOptional
            value={draft.reporterSaid}
            maxLength={200}
            onChange={(reporterSaid) => onChange({ reporterSaid })}
          />
        )}
        <TextField
          label={t("report.callBack")}
          isOptional
          value={draft.callBack}
          maxLength={60}
          onChange={(callBack) => onChange({ callBack })}
        />
      </div>
    </Step>
  );
}
