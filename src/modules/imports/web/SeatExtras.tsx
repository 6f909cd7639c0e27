// What a list of seats does besides naming holders, and the one-time links of the accounts that it has opened.
import { useState } from "react";
import { csvCell } from "#core/exports/csv.ts";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Tick } from "#web/forms/fields.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { saveFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Note } from "#web/ui/states.tsx";
import { imports } from "../contract.ts";
import { type Import, refreshed } from "./one-import.ts";

/** Before applying what is to be done with each holder; once accounts are opened, their links. */
export function SeatExtras({ load }: { load: Import }) {
  return load.links.open > 0 || load.counts.added + load.counts.changed > 0 ? (
    <Links load={load} />
  ) : (
    <Extras load={load} />
  );
}

function Extras({ load }: { load: Import }) {
  const t = useText();
  const mayGive = useMay("grant.give_any");
  const mayOpen = useMay("account.manage");
  const again = useCommand(imports.checkAgain, refreshed);
  const set = (choice: { withRights?: boolean; withAccounts?: boolean }) =>
    again.mutate({ id: load.id, rowVersion: load.rowVersion, ...choice });
  const label = (key: "import.withRights" | "import.withAccounts", isMine: boolean) =>
    isMine ? t(key) : `${t(key)} (${t("import.extrasOff")})`;
  return (
    <Panel title={t("import.extras")} more={t("import.extrasHelp")}>
      <div className="stack s">
        <Tick
          label={label("import.withRights", mayGive)}
          isOn={load.withRights}
          isDisabled={!mayGive || again.isPending}
          onChange={(withRights) => set({ withRights })}
        />
        <Tick
          label={label("import.withAccounts", mayOpen)}
          isOn={load.withAccounts}
          isDisabled={!mayOpen || again.isPending}
          onChange={(withAccounts) => set({ withAccounts })}
        />
        <FormError error={again.error} />
      </div>
    </Panel>
  );
}

type Made = Output<typeof imports.makeImportLinks>;

function Links({ load }: { load: Import }) {
  const t = useText();
  const format = useFormat();
  const make = useCommand(imports.makeImportLinks, [imports.getImport]);
  const [saved, setSaved] = useState<{ count: number; left: number } | null>(null);
  if (load.links.open === 0 && saved === null) return null;
  const heads = [
    t("import.linkUnit"),
    t("import.field.role"),
    t("import.field.person"),
    t("import.field.account"),
    t("import.linkColumn"),
    t("import.linkUntil"),
  ];
  const asCsv = ({ rows }: Made) =>
    [
      heads,
      ...rows.map((row) => [
        row.unit,
        row.role,
        row.person,
        row.loginName,
        // Behind #, so that the token reaches no server log.
        `${location.origin}/invitation#${row.token}`,
        format.moment(row.expiresAt),
      ]),
    ]
      .map((cells) => cells.map(csvCell).join(","))
      .join("\r\n");
  const press = (isAgain: boolean) =>
    make.mutate(
      { id: load.id, ...(isAgain ? { again: true } : {}) },
      {
        onSuccess: (made) => {
          setSaved({ count: made.rows.length, left: made.left });
          if (made.rows.length > 0)
            saveFile(
              new Blob([`\uFEFF${asCsv(made)}\r\n`], { type: "text/csv" }),
              `${t("import.linksFile")}.csv`,
            );
        },
      },
    );
  const { open, unmade } = load.links;
  return (
    <Panel
      title={
        unmade > 0 ? t("import.linksTitle", { count: unmade }) : t("import.linksMadeTitle", { count: open })
      }
    >
      <div className="stack s">
        <p className="small soft" style={{ maxWidth: "72ch" }}>
          {t(unmade > 0 ? "import.linksHelp" : "import.linksAgainHelp")}
        </p>
        {saved ? (
          <Note kind="good">
            {t("import.linksSaved", { count: saved.count })}
            {saved.left > 0 ? ` ${t("import.linksLeft", { count: saved.left })}` : ""}
          </Note>
        ) : null}
        <div>
          <Button look="accent" icon="download" isBusy={make.isPending} onClick={() => press(unmade === 0)}>
            {t(unmade > 0 ? "import.linksMake" : "import.linksAgain")}
          </Button>
        </div>
        <FormError error={make.error} />
      </div>
    </Panel>
  );
}
