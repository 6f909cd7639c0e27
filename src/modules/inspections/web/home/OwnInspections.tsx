// The officer of a company: the own inspection first, and where to go on.
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Progress } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import { isDoneThere, isLeft, progressOf } from "../answering/rules.ts";
import { DueLine } from "../DueLine.tsx";

type Row = Output<typeof inspections.listMyInspections>["rows"][number];
const most = 3;

export function OwnInspections() {
  const mayAnswer = [useMay("inspection.answer"), useMay("inspection.contribute")].some(Boolean);
  const mine = useOperation(inspections.listMyInspections, {}, { enabled: mayAnswer });
  const rows = mine.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      {rows.slice(0, most).map((row) => (
        <Own key={row.id} row={row} />
      ))}
    </>
  );
}

function Own({ row }: { row: Row }) {
  const t = useText();
  const isOpen = ["not_begun", "answering", "returned"].includes(row.state);
  const controls = useOperation(inspections.listAskedControls, { id: row.id }, { enabled: isOpen });
  // Counted as on the answering page, where it is followed up: done is what is complete and holds for its words.
  const mine = (controls.data?.rows ?? [])
    .filter((one) => one.isMine)
    .map((one) => ({ ...one, isWaiting: false, isDone: isDoneThere(one) }));
  const waiting = mine.filter((one) => isLeft(one, row.state === "returned"));
  const [next] = waiting;
  const progress = progressOf(mine, waiting);
  const { done, total } =
    progress.total > 0 ? progress : { done: row.answeredCount, total: row.requiredCount };
  const said =
    progress.total > 0
      ? t("answering.doneOf", { done, total })
      : t("home.own.answered", { answered: done, all: total });
  const state = t(`inspection.${row.state}`);
  // What the row counts holds until the controls are there.
  const left = controls.data ? waiting.length : Math.max(0, total - done);
  const title = !isOpen
    ? t("home.own.done", { round: row.roundName, state })
    : row.state === "not_begun"
      ? t("home.own.begin", { round: row.roundName })
      : row.state === "returned"
        ? t("home.own.back", { round: row.roundName })
        : waiting.length === 0 && controls.data
          ? t("home.own.ready", { round: row.roundName })
          : t("home.own.go", { round: row.roundName, count: left, left });
  return (
    <Panel>
      <div className="own-inspection">
        <div>
          <h2>{title}</h2>
          <p className="facts">
            <LangText text={nameFor(row)} />
            <span>{said}</span>
            {row.clock ? <DueLine clock={row.clock} dueOn={row.dueOn} state={row.state} /> : null}
          </p>
        </div>
        {isOpen ? (
          // Before the first answer the page itself opens at the questions on scope.
          <GoButton
            to="/inspections/$id/answer"
            params={{ id: row.id }}
            look="main"
            {...(next && row.state !== "not_begun" ? { search: { control: next.controlId } } : {})}
          >
            {row.state === "not_begun"
              ? t("home.own.start")
              : next
                ? t("home.own.continueAt", { control: next.controlId })
                : t("home.own.handIn")}
          </GoButton>
        ) : (
          <GoButton to="/inspections/$id" params={{ id: row.id }}>
            {t("home.own.open")}
          </GoButton>
        )}
        <Progress done={done} total={Math.max(total, 1)} label={said} />
      </div>
    </Panel>
  );
}
