// What one's units are told to do, and what they tell others: the two sides of one register.
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { instructions } from "../contract.ts";
import { IssuedTable } from "./IssuedTable.tsx";
import { ReceivedTable } from "./ReceivedTable.tsx";

const shown = ["mine", "received", "issued", "draft", "over"] as const;
type Shown = (typeof shown)[number];
type Url = { show: Shown; search: string };

export default function InstructionsPage() {
  const t = useText();
  const mayIssue = useMay("instruction.issue");
  const mayCarryOut = useMay("instruction.carry_out");
  const [url, set] = useUrl<Url>();
  const offered = shown.filter((one) => (one !== "mine" || mayCarryOut) && (one !== "draft" || mayIssue));
  // Whoever has something to do sees that first, everybody else what goes on.
  const owed = useOperation(instructions.listReceived, { isMine: true, isOpen: true, limit: 1 });
  const first: Shown = mayCarryOut && (owed.data?.rows.length ?? 1) > 0 ? "mine" : "issued";
  const show = offered.find((one) => one === url.show) ?? first;
  const search = url.search ?? "";
  return (
    <Page
      title={t("instruction.title")}
      crumbs={[{ label: t("rail.instructions") }]}
      actions={
        mayIssue ? (
          <GoButton look="main" to="/instructions/new">
            {t("instruction.new")}
          </GoButton>
        ) : null
      }
    >
      <p className="soft lead-in">{t("instruction.lead")}</p>
      <SavedViews list="instructions" names={["show", "search"]} />
      <Tabs<Shown>
        label={t("instruction.show")}
        value={show}
        choices={offered.map((value) => ({ value, label: t(`instruction.show.${value}`) }))}
        onChange={(to) => set({ show: to })}
      />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("instruction.find")}
          value={search}
          onFind={(words) => set({ search: words })}
        />
      </div>
      {show === "mine" || show === "received" ? (
        <ReceivedTable isMine={show === "mine"} search={search} />
      ) : (
        <IssuedTable state={show === "over" ? "closed" : show} search={search} />
      )}
    </Page>
  );
}
