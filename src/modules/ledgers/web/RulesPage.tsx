// The rules that apply to what is in the ledgers: what each covers, who answers for it, and when it is looked at again.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import { LedgerTabs } from "./LedgerTabs.tsx";
import { PagedPanel } from "./PagedPanel.tsx";
import { useClassName } from "./marks.tsx";
import { ReviewRuleDialog } from "./ReviewRuleDialog.tsx";
import type { Rule } from "./rule.ts";
import { RuleDialog } from "./RuleDialog.tsx";
import "./ledgers.css";

type Asked = { what: "change" | "review" | "end"; rule: Rule } | { what: "add" } | null;

export default function RulesPage() {
  const t = useText();
  const mayRule = useMay("ledger.rule");
  const [{ company, search, overdue: onlyOverdue }, setUrl] = useUrl<{
    company: string;
    search: string;
    overdue: boolean;
  }>();
  const [asked, ask] = useState<Asked>(null);
  const of = company ? { companyId: company } : {};
  const count = useOperation(ledgers.countRules, of);
  const pages = usePages<Rule>(
    ledgers.listRules,
    { ...of, ...(search ? { search } : {}), ...(onlyOverdue ? { overdue: true } : {}) },
    { size: 50 },
  );
  const failed = count.isError ? count : pages.isError ? pages : null;
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!count.data || !pages.data) return <Loading rows={6} />;
  const { all, overdue } = count.data;
  const add = mayRule ? (
    <Button look="main" onClick={() => ask({ what: "add" })}>
      {t("assetRule.add")}
    </Button>
  ) : null;
  return (
    <Page
      title={
        all === 0
          ? t("assetRule.titleNone")
          : overdue > 0
            ? t("assetRule.title", { count: all, overdue })
            : t("assetRule.titleWell", { count: all })
      }
      crumbs={[{ label: t("ledgers.crumb"), to: "/ledgers" }, { label: t("ledgers.rules") }]}
      actions={all > 0 ? add : null}
    >
      <LedgerTabs at="/ledgers/rules" />
      {all === 0 ? (
        <EmptyState title={t("assetRule.titleNone")} action={add}>
          {t("assetRule.noneHelp")}
        </EmptyState>
      ) : (
        <PagedPanel
          pages={pages}
          find={t("assetRule.find")}
          search={search}
          tick={t("assetRule.onlyOverdue")}
          isTicked={onlyOverdue}
          isTickOffered={overdue > 0}
          noneFound={t("assetRule.noneFound")}
          more={t("assetRule.more")}
          onFind={(words) => setUrl({ search: words })}
          onTick={(isOn) => setUrl({ overdue: isOn || undefined })}
        >
          {(rows) => <RuleTable rows={rows} onAsk={(what, rule) => ask({ what, rule })} />}
        </PagedPanel>
      )}
      <Asking asked={asked} onClose={() => ask(null)} />
    </Page>
  );
}

function RuleTable({
  rows,
  onAsk,
}: {
  rows: Rule[];
  onAsk: (what: "change" | "review" | "end", rule: Rule) => void;
}) {
  const t = useText();
  const format = useFormat();
  return (
    <table className="grid roomy">
      <thead>
        <tr>
          {(
            [
              "assetRule.name",
              "assetRule.of",
              "assetRule.covers",
              "assetRule.owner",
              "assetRule.reviewDue",
            ] as const
          ).map((key) => (
            <th
              key={key}
              scope="col"
              className={key === "assetRule.name" || key === "assetRule.reviewDue" ? undefined : "wide-only"}
            >
              {t(key)}
            </th>
          ))}
          <th scope="col" aria-label={t("assetRule.change")} />
        </tr>
      </thead>
      <tbody>
        {rows.map((rule) => (
          <tr key={rule.id}>
            <td>
              <LangText text={rule.name} />
              {rule.reference ? <span className="sub small soft"> {rule.reference}</span> : null}
              <span className="narrow-only small soft">{rule.companyName ?? t("assetRule.group")}</span>
            </td>
            <td className="wide-only">
              {rule.companyName ? <LangText text={rule.companyName} /> : t("assetRule.group")}
            </td>
            <td className="wide-only">
              <Covers rule={rule} />
            </td>
            <td className="wide-only">
              {rule.ownerName ? (
                <LangText text={rule.ownerName} />
              ) : (
                <span className="mute">{t("entryForm.nobody")}</span>
              )}
            </td>
            <td>
              {format.day(rule.reviewDueOn, "plain")}
              {rule.isOverdue ? <span className="badge serious"> {t("assetRule.overdue")}</span> : null}
            </td>
            <td>
              {rule.mayChange ? (
                <ActionMenu
                  label={`${rule.name}: ${t("assetRule.change")}`}
                  actions={[
                    { label: t("assetRule.review"), onClick: () => onAsk("review", rule) },
                    { label: t("assetRule.change"), onClick: () => onAsk("change", rule) },
                    { label: t("assetRule.end"), isDanger: true, onClick: () => onAsk("end", rule) },
                  ]}
                />
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Covers({ rule }: { rule: Rule }) {
  const t = useText();
  const any = useAnyText();
  const className = useClassName();
  return (
    <>
      {rule.covers
        .map(({ ledger, nature, fromRank }) =>
          [
            any(`ledger.${ledger}`),
            nature ? any(`nature.${nature}`) : "",
            fromRank > 1 ? t("assetRule.fromClass", { name: className(fromRank) }) : "",
          ]
            .filter(Boolean)
            .join(" · "),
        )
        .join(t("list.comma"))}
    </>
  );
}

function Asking({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const t = useText();
  const end = useCommand(ledgers.endRule, [ledgers.listRules, ledgers.countRules, ledgers.getEntry]);
  if (asked === null) return null;
  if (asked.what === "add") return <RuleDialog rule={null} onClose={onClose} />;
  if (asked.what === "change") return <RuleDialog rule={asked.rule} onClose={onClose} />;
  if (asked.what === "review") return <ReviewRuleDialog rule={asked.rule} onClose={onClose} />;
  return <EndRule rule={asked.rule} end={end} onClose={onClose} done={t("assetRule.ended")} />;
}

type EndProps = {
  rule: Rule;
  end: ReturnType<typeof useCommand<typeof ledgers.endRule>>;
  onClose: () => void;
  done: string;
};

function EndRule({ rule, end, onClose, done }: EndProps) {
  const t = useText();
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`${t("assetRule.end")}: ${rule.name}`}
      effect={t("assetRule.endEffect")}
      action={t("assetRule.end")}
      isDanger
      reason={{ label: t("assetRule.endReason") }}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={(reason) =>
        end.mutate(
          { id: rule.id, reason },
          {
            onSuccess: () => {
              toast(done);
              onClose();
            },
          },
        )
      }
    />
  );
}
