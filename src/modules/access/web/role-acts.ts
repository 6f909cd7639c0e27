// What may be done with a role, and why not.
import type { Output } from "#core/contract.ts";
import { useText } from "#web/text/i18n.ts";
import type { access } from "../contract.ts";

export type Role = Output<typeof access.listRoles>["rows"][number];
export type RoleAct = "copy" | "change" | "end" | "mark";

type Offered = { what: RoleAct; label: string; isDanger?: boolean; offBecause: string | null };

/** What may be done with a role; what may not says why. */
export function useActions(mayManage: boolean): (role: Role) => Offered[] {
  const t = useText();
  return (role) => {
    const off = mayManage ? null : t("role.notYours");
    const offOwn = off ?? (role.endedOn ? t("role.ended") : null);
    const copy: Offered = { what: "copy", label: t("role.copy"), offBecause: off };
    const mark: Offered = {
      what: "mark",
      label: t(role.needsTwo ? "role.unmark" : "role.mark"),
      offBecause: offOwn ?? (role.isPowerful && !role.needsTwo ? t("role.alwaysTwo") : null),
    };
    if (role.isBuiltIn) return [copy, mark];
    return [
      copy,
      { what: "change", label: t("role.change"), offBecause: offOwn },
      mark,
      {
        what: "end",
        label: t("role.end"),
        isDanger: true,
        offBecause: offOwn ?? (role.holders ? t("role.heldStill") : null),
      },
    ];
  };
}
