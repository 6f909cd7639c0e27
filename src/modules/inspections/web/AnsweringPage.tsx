// The answering page of a company's officer, and of whoever something was delegated to: one full-height page.
import "./answering/answering.css";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useParam } from "#web/navigation.tsx";
import { Loading } from "#web/ui/states.tsx";
import { inspections } from "../contract.ts";
import { Asked } from "./answering/Asked.tsx";
import { Beside } from "./answering/Beside.tsx";
import { Controls } from "./answering/Controls.tsx";
import { DelegationsPane } from "./answering/DelegationsPane.tsx";
import { Head } from "./answering/Head.tsx";
import { ProposalsPane } from "./answering/ProposalsPane.tsx";
import { ScopePane } from "./answering/ScopePane.tsx";
import { SubmitPane } from "./answering/SubmitPane.tsx";
import type { AskedRow, Inspection } from "./answering/rules.ts";
import { useAnswering, useWork, WorkContext } from "./answering/work.ts";

export default function AnsweringPage() {
  const id = useParam("id");
  const inspection = useOperation(inspections.getInspection, { id });
  const controls = useOperation(inspections.listAskedControls, { id });
  const failed = [inspection, controls].find((one) => one.isError && !one.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!inspection.data || !controls.data) return <Loading rows={10} />;
  return <Answering key={id} inspection={inspection.data} asked={controls.data.rows} />;
}

function Answering({ inspection, asked }: { inspection: Inspection; asked: readonly AskedRow[] }) {
  const work = useWork(inspection, asked);
  return (
    <WorkContext value={work}>
      <div className={`answering${work.isListOpen ? " list-open" : ""}`}>
        <Head />
        <div className="three">
          <Controls />
          <Middle />
          {work.pane === "control" ? <Beside /> : null}
        </div>
      </div>
    </WorkContext>
  );
}

function Middle() {
  const { pane } = useAnswering();
  if (pane === "scope") return <ScopePane />;
  if (pane === "proposals") return <ProposalsPane />;
  if (pane === "delegations") return <DelegationsPane />;
  if (pane === "submit") return <SubmitPane />;
  return <Asked />;
}
