// How the installation stands, for whoever runs it: what needs looking after first, then everything else.
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Loading, Note } from "#web/ui/states.tsx";
import { system } from "../contract.ts";
import { type Attention, attentionOf } from "../rules.ts";
import { BackupPanel, RunsPanel } from "./BackupPanel.tsx";
import type { System } from "./shown.ts";
import { DatabasePanel, DisksPanel, MachinePanel, WorkPanel } from "./StatePanels.tsx";

/** What has already gone wrong, beside what may. */
const isBad: ReadonlySet<Attention> = new Set(["disk_low", "backup_failed", "never_backed_up", "backup_old"]);

export default function SystemPage() {
  const t = useText();
  const state = useOperation(system.getSystem, {}, { refetchEvery: 30_000 });
  const found = state.data;
  const attention = found ? attentionOf(found) : [];
  const title = !found
    ? t("rail.system")
    : attention.length === 0
      ? t("system.titleGood")
      : t("system.title", { count: attention.length });
  return (
    <Page title={title} crumbs={[{ label: t("rail.system") }]}>
      {state.error && !found ? (
        <ErrorState error={state.error} onRetry={() => void state.refetch()} />
      ) : found ? (
        <Found found={found} attention={attention} />
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Found({ found, attention }: { found: System; attention: readonly Attention[] }) {
  const say = useAnyText();
  return (
    <>
      {attention.map((one) => (
        <Note key={one} kind={isBad.has(one) ? "bad" : "warn"}>
          {say(`system.warning.${one}`)}
        </Note>
      ))}
      <div className="cols" style={{ marginTop: attention.length > 0 ? 16 : 0 }}>
        <div className="c6 stack">
          <BackupPanel backups={found.backups} />
          <DisksPanel disks={found.disks} />
          <WorkPanel found={found} />
        </div>
        <div className="c6 stack">
          <MachinePanel found={found} />
          <DatabasePanel found={found} />
        </div>
        <RunsPanel runs={found.backups.runs} />
      </div>
    </>
  );
}
