// Subjects registered beforehand: lines of login name and subject, as two columns of a spreadsheet come.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { connections } from "../contract.ts";
import type { Connection } from "./connection.ts";

const mostLines = 500;

type Line = { loginName: string; subject: string };

function linesOf(text: string): Line[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [loginName = "", subject = ""] = line
      .split(/[\t,;]/)
      .map((part) => part.trim().replace(/^"|"$/g, ""));
    return loginName && subject ? [{ loginName: loginName.normalize("NFKC"), subject }] : [];
  });
}

export function RegisterDialog({ of, onClose }: { of: Connection; onClose: () => void }) {
  const t = useText();
  const any = useAnyText();
  const [text, setText] = useState("");
  const add = useCommand(connections.addIdentities, [connections.listIdentities, connections.getConnection]);
  const rows = linesOf(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ id: of.id, rows });
  };
  const offBecause =
    rows.length === 0
      ? t("connection.registerFirst")
      : rows.length > mostLines
        ? t("connection.registerTooMany")
        : null;
  const left = add.data?.rows.filter((row) => row.result !== "added") ?? [];
  return (
    <Dialog isOpen onClose={onClose} title={t("connection.register")}>
      <form className="form" onSubmit={submit}>
        <TextArea
          label={t("connection.registerLines")}
          hint={t("connection.registerHelp")}
          value={text}
          placeholder={"aoki@example.com, 00u1abcd"}
          onChange={setText}
        />
        {add.data ? (
          <>
            <Note kind="good">{t("connection.registered", { count: add.data.added })}</Note>
            <ul className="lines">
              {left.map((row, index) => (
                // A list may name the same account twice.
                // oxlint-disable-next-line react/no-array-index-key
                <li key={index}>
                  <span className="mono">{row.loginName}</span> {any(`identity.result.${row.result}`)}
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <FormEnds error={add.error} isBusy={add.isPending} offBecause={offBecause} onClose={onClose}>
          {t("connection.registerCount", { count: rows.length })}
        </FormEnds>
      </form>
    </Dialog>
  );
}
