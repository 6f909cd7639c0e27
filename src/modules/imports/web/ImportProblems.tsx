// What is wrong, counted: a misspelt division down a whole column is solved with one press.
import type { Output } from "#core/contract.ts";
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Count } from "#web/ui/small.tsx";
import { imports } from "../contract.ts";
import { isMissingUnit, MissingUnits } from "./MissingUnits.tsx";
import { type Import, refreshed } from "./one-import.ts";
import { useProblemText } from "./problem-text.ts";

type Problem = Output<typeof imports.listImportProblems>["rows"][number];

export function ImportProblems({ load }: { load: Import }) {
  const t = useText();
  const isWrong = load.counts.error + load.counts.conflict > 0;
  const problems = useOperation(imports.listImportProblems, { id: load.id }, { enabled: isWrong });
  const decide = useCommand(imports.decideRows, refreshed);
  const mayManage = useMay("organization.manage");
  const [isAdding, add] = useState(false);
  const rows = problems.data?.rows ?? [];
  const missing = mayManage ? rows.filter(isMissingUnit).slice(0, 100) : [];
  if (!isWrong || rows.length === 0) return null;
  return (
    <Panel title={t("import.problems", { count: rows.length })} more={t("import.problemsMore")} isFlush>
      {missing.length > 0 ? (
        <div className="row wrap pad">
          <span className="grow">{t("import.unitsMissing", { count: missing.length })}</span>
          <Button look="accent" onClick={() => add(true)}>
            {t("import.unitsMissingAct")}
          </Button>
        </div>
      ) : null}
      <ul>
        {rows.slice(0, 20).map((problem) => (
          <OneProblem
            key={`${problem.field} ${problem.code} ${problem.given}`}
            problem={problem}
            load={load}
            isBusy={decide.isPending}
            onDecide={(decision) =>
              decide.mutate({
                id: load.id,
                problem: {
                  field: problem.field,
                  code: problem.code,
                  ...(problem.isOfColumn ? {} : { given: problem.given }),
                },
                ...decision,
              })
            }
          />
        ))}
      </ul>
      <FormError error={decide.error} />
      {isAdding ? <MissingUnits load={load} missing={missing} onClose={() => add(false)} /> : null}
    </Panel>
  );
}

type Decision = Omit<Parameters<ReturnType<typeof useDecide>["mutate"]>[0], "id" | "rowNumbers" | "problem">;
const useDecide = () => useCommand(imports.decideRows, refreshed);

const isId = (id: string) => id.length === 36;
const chosenAs: Record<
  string,
  "import.choose" | "import.isSameCompany" | "import.isSamePerson" | "import.isThisHolder"
> = {
  "import.same_name": "import.isSameCompany",
  "import.same_email": "import.isSamePerson",
  "import.holder_ambiguous": "import.isThisHolder",
  "import.holder_namesake": "import.isThisHolder",
  "import.holder_named_otherwise": "import.isThisHolder",
  "import.owner_several": "import.isThisHolder",
};

type AcceptText =
  | "Owner"
  | "Code"
  | "First"
  | "AllEnd"
  | "WithoutLeaving"
  | "Holder"
  | "NewPerson"
  | "WithoutAccount"
  | "Share"
  | "LowScore"
  | "Month"
  | "Words"
  | "Yen"
  | "Over"
  | "Draft"
  | "ToJudge"
  | "HereHandIn";
const acceptedAs: Record<string, `import.accept${AcceptText}`> = {
  "import.owner_in_file": "import.acceptOwner",
  "import.other_name": "import.acceptCode",
  "import.score_is_share": "import.acceptShare",
  "import.score_is_low": "import.acceptLowScore",
  "import.month_alone": "import.acceptMonth",
  "import.owner_several": "import.acceptWords",
  "import.place_several": "import.acceptWords",
  "import.cost_without_currency": "import.acceptYen",
  "import.finding_over": "import.acceptOver",
  "import.lacks_for_hand_in": "import.acceptDraft",
  "import.plan_approved_in_list": "import.acceptToJudge",
  "import.plan_begun_here": "import.acceptHereHandIn",
  "import.several_employments": "import.acceptFirst",
  "import.several_end": "import.acceptAllEnd",
  "import.leaving_on_page": "import.acceptWithoutLeaving",
  "import.holder_named_otherwise": "import.acceptHolder",
  "import.holder_namesake": "import.acceptNewPerson",
  "import.no_address_to_invite": "import.acceptWithoutAccount",
};

type OneProps = { problem: Problem; load: Import; isBusy: boolean; onDecide: (decision: Decision) => void };

function OneProblem({ problem, load, isBusy, onDecide }: OneProps) {
  const t = useText();
  const say = useProblemText();
  const [, setUrl] = useUrl<{ problem: string; verdict: string }>();
  // A question may be answered before what is wrong beside it has been mended.
  const isConflict = problem.verdict === "conflict" || problem.code in acceptedAs;
  const candidates = (problem.candidates ?? []).filter((one) => isId(one.id));
  return (
    <li className="tree-row wrap" style={{ padding: "6px 16px" }}>
      <span className="grow">
        <Count>{t("import.problemRows", { count: problem.rows })}</Count> {say(problem)}
      </span>
      <span className="row wrap">
        {candidates.slice(0, 3).map((one) => (
          <Button
            key={one.id}
            size="s"
            isBusy={isBusy}
            onClick={() => onDecide({ decision: "choose", field: problem.field, candidateId: one.id })}
          >
            {t(chosenAs[problem.code] ?? "import.choose", { name: one.name })}
          </Button>
        ))}
        {isConflict ? (
          <Button
            size="s"
            isBusy={isBusy}
            onClick={() => onDecide({ decision: "accept", code: problem.code })}
          >
            {t(
              acceptedAs[problem.code] ??
                (load.kind === "companies" ? "import.isAnother" : "import.isAnotherPerson"),
            )}
          </Button>
        ) : null}
        <Button size="s" look="quiet" isBusy={isBusy} onClick={() => onDecide({ decision: "leave_out" })}>
          {t("import.leaveOutCount", { count: problem.rows })}
        </Button>
        <Button size="s" look="quiet" onClick={() => setUrl({ problem: problem.code, verdict: "" })}>
          {t("import.showRows")}
        </Button>
      </span>
    </li>
  );
}
