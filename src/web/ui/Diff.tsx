import type { ReactNode } from "react";
import { useText } from "../text/i18n.ts";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

export type DiffRow = { label: ReactNode; mine: string; theirs: string };

/** Two versions side by side; what is alike stands back. */
export function Diff({
  rows,
  heads,
}: {
  rows: readonly DiffRow[];
  heads: { mine: ReactNode; theirs: ReactNode };
}) {
  return (
    <table className="diff">
      <thead>
        <tr>
          <td />
          <th scope="col">{heads.mine}</th>
          <th scope="col">{heads.theirs}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index} className={row.mine === row.theirs ? "same" : ""}>
            <th scope="row">{row.label}</th>
            <td>{row.mine === row.theirs ? row.mine : said(row.mine, (text) => <ins>{text}</ins>)}</td>
            <td>{row.mine === row.theirs ? row.theirs : said(row.theirs, (text) => <del>{text}</del>)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Nothing is said to be nothing: a mark without words would be taken for a stain. */
const said = (text: string, marked: (text: string) => ReactNode) =>
  text === "" ? <span className="mute">–</span> : marked(text);

type ConflictDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  rows: readonly DiffRow[];
  /** Who changed it meanwhile, and when. */
  changedBy: ReactNode;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
};

/** For 409: somebody else was faster. Nothing is overwritten before the reader has seen both. */
export function ConflictDialog({
  isOpen,
  onClose,
  rows,
  changedBy,
  onKeepMine,
  onTakeTheirs,
}: ConflictDialogProps) {
  const t = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("conflict.title")} size="l">
      <div className="form">
        <p className="soft">{changedBy}</p>
        <Diff rows={rows} heads={{ mine: t("conflict.mine"), theirs: t("conflict.theirs") }} />
        <div className="ends">
          <Button onClick={onTakeTheirs}>{t("conflict.takeTheirs")}</Button>
          <Button look="main" onClick={onKeepMine}>
            {t("conflict.keepMine")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
