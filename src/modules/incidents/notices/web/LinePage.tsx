// One line of the decision table: what it says, which cases it touches, its text and its versions.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useGo, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { LineForm } from "./LineForm.tsx";
import { lineOf } from "./line-draft.ts";
import { ruleOf } from "./marks.tsx";
import { Matrix } from "./Matrix.tsx";
import { languages } from "./notice.ts";
import { Letter, Recipients } from "./Preview.tsx";
import { Conditions } from "./TablePage.tsx";
import { nameOf } from "./words.ts";
import "../../web/incidents.css";
import "./notices.css";

type Whole = Output<typeof incidents.getNoticeLine>;
const refreshed = [incidents.getNoticeLine, incidents.getNoticeTable, incidents.tryNoticeTable];

export default function LinePage() {
  const id = useParam("id");
  const line = useOperation(incidents.getNoticeLine, { id });
  if (line.isError) return <ErrorState error={line.error} onRetry={() => void line.refetch()} />;
  if (!line.data) return <Loading rows={10} />;
  return <Record key={line.data.rowVersion} line={line.data} />;
}

function Record({ line }: { line: Whole }) {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState<"change" | "end" | null>(null);
  const change = useCommand(incidents.changeNoticeLine, refreshed);
  const may = line.mayChange && line.endedAt === null;
  return (
    <Page
      title={nameOf(line.names, format.language)}
      crumbs={[
        { label: t("incidents.crumb"), to: "/incidents" },
        { label: t("notices.table"), to: "/incidents/notice-table" },
      ]}
      after={<Tag>{line.unitName ?? t(`noticeTable.level.${line.level}`)}</Tag>}
      actions={
        may && open !== "change" ? (
          <>
            <Button look="danger" onClick={() => setOpen("end")}>
              {t("noticeLine.end")}
            </Button>
            <Button look="main" onClick={() => setOpen("change")}>
              {t("noticeLine.change")}
            </Button>
          </>
        ) : null
      }
    >
      {line.endedAt ? (
        <Note kind="warn">
          {t("noticeLine.ended", {
            day: format.momentDay(line.endedAt, "full"),
            because: line.endedBecause ?? "",
          })}
        </Note>
      ) : null}
      {open === "change" ? (
        <LineForm
          start={lineOf(line)}
          action={t("noticeLine.save")}
          error={change.error}
          isBusy={change.isPending}
          onSave={(said, reason) =>
            change.mutate(
              { id: line.id, line: said, reason, rowVersion: line.rowVersion },
              { onSuccess: () => setOpen(null) },
            )
          }
          onClose={() => setOpen(null)}
        />
      ) : (
        <Shown line={line} />
      )}
      {open === "end" ? <EndLine line={line} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
}

function Shown({ line }: { line: Whole }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const texts = languages.flatMap((language) =>
    line.subjects[language]
      ? [{ language, subject: line.subjects[language] ?? "", body: line.bodies[language] ?? "" }]
      : [],
  );
  return (
    <div className="cols below">
      <div className="c6 stack">
        <Panel title={t("noticeLine.what")} more={t("notice.version", { n: line.n })}>
          <KeyValue
            rows={[
              [t("noticeTable.when"), <Conditions key="c" line={line} />],
              [
                t("noticeTable.whom"),
                `${t(`notice.audience.${line.audience}`)} – ${t(`notice.channel.${line.channel}`)}`,
              ],
              [t("noticeTable.within"), ruleOf(any, line)],
              [t("notice.owner"), t(`notice.by.${line.owner.by}`)],
              [
                t("notice.approver"),
                line.approvals > 0 && line.approver
                  ? `${t(`notice.by.${line.approver.by}`)} × ${line.approvals}`
                  : t("notice.noApproval"),
              ],
              [t("notice.proofs"), t(`notice.proof.${line.proof}`)],
            ]}
          />
        </Panel>
        <Panel title={t("noticeLine.template")}>
          <Letter texts={texts} />
          {line.recipients.length > 0 ? (
            <>
              <h3>{t("notice.recipients")}</h3>
              <Recipients recipients={line.recipients} />
            </>
          ) : null}
        </Panel>
      </div>
      <div className="c6 stack">
        {line.on === "incident" ? (
          <Panel title={t("noticeLine.touches")}>
            <Matrix lines={[line]} />
          </Panel>
        ) : null}
        <Panel title={t("noticeLine.versions")} more={t("noticeLine.opened", { count: line.opened })}>
          <ul className="notice-list">
            {line.versions.map((one) => (
              <li key={one.n}>
                <b>{t("notice.version", { n: one.n })}</b>
                <LangText text={one.reason} />
                <span className="small soft tn">
                  {format.moment(one.madeAt)} {one.madeByName ?? ""}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </div>
  );
}

function EndLine({ line, onClose }: { line: Whole; onClose: () => void }) {
  const t = useText();
  const go = useGo();
  const end = useCommand(incidents.endNoticeLine, refreshed);
  return (
    <ConfirmDialog
      isOpen
      isDanger
      onClose={onClose}
      title={t("noticeLine.end")}
      effect={t("noticeLine.endEffect")}
      action={t("noticeLine.end")}
      reason={{ label: t("change.reason") }}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={(reason) =>
        end.mutate(
          { id: line.id, reason: reason.slice(0, 1000), rowVersion: line.rowVersion },
          { onSuccess: () => go({ to: "/incidents/notice-table" }) },
        )
      }
    />
  );
}
