// The plans' own board, as far as the board of the group needs it: its sum, read once for both panels.
import { useOperation } from "#web/api.ts";
import { useText } from "#web/text/i18n.ts";
import type { BoardPart } from "#web/web-module.ts";
import { board } from "../../contract.ts";
import type { Line } from "../board.ts";

export function useWhole({ divisionId }: BoardPart) {
  const t = useText();
  const read = useOperation(
    board.getPlanBoard,
    { limit: 1, ...(divisionId ? { divisionId } : {}) },
    { keep: true },
  );
  const line: Line | undefined = read.data && {
    name: t("planBoard.whole"),
    counts: read.data.whole,
    unit: divisionId ? { unitId: divisionId, unitKind: "division" } : null,
  };
  return { read, line };
}

export const inUnit = ({ divisionId }: BoardPart) => (divisionId ? { unit: divisionId } : {});
