// On the page of a visit: the documents asked for, how the visit goes, and its report.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Loading } from "#web/ui/states.tsx";
import { audits } from "../../contract.ts";
import { AgendaPanel } from "./AgendaPanel.tsx";
import { ReportPanel } from "./ReportPanel.tsx";
import { RequestsPanel } from "./RequestsPanel.tsx";
import "./report.css";

export function VisitWork({ visitId }: { visitId: string }) {
  const read = useOperation(audits.getAuditPreparation, { id: visitId });
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={4} />;
  return (
    <>
      <ReportPanel visitId={visitId} />
      <RequestsPanel of={read.data} />
      <AgendaPanel of={read.data} />
    </>
  );
}
