// What roles and permissions are called, and the areas in which permissions are shown.
import { useFormat } from "#web/text/format.ts";
import { useAnyText } from "#web/text/i18n.ts";

type Named = { roleId: string; roleName: string | null };

/** A role made here has a name of its own; a built-in one has a text. */
export function useRoleName(): (role: Named) => string {
  const any = useAnyText();
  return ({ roleId, roleName }) => roleName ?? any(`role.${roleId}`);
}

type Listed = { id: string; isBuiltIn: boolean; names: { en?: string; ja?: string; zh?: string } };

/** The same of a role as the list of roles has it. */
export function useNameOfRole(): (role: Listed) => string {
  const any = useAnyText();
  const { language } = useFormat();
  return ({ id, isBuiltIn, names }) =>
    isBuiltIn
      ? any(`role.${id}`)
      : (names[language] ?? names.en ?? names.ja ?? names.zh ?? any("role.noName"));
}

/** By what the name of a permission begins with, in the order of the work; what is not named is of the installation. */
const areas: readonly (readonly [area: string, of: readonly string[]])[] = [
  ["organization", ["organization", "person"]],
  ["standard", ["standard"]],
  ["inspection", ["round", "inspection", "workbook", "service", "duty"]],
  ["result", ["result", "figures"]],
  [
    "rights",
    ["account", "grant", "role", "rights", "sign_in", "connection", "token", "emergency", "viewing"],
  ],
  ["trail", ["trail"]],
  ["system", []],
];

const areaOf = (permission: string) =>
  areas.find(([, of]) => of.includes(permission.split(".")[0] ?? ""))?.[0] ?? "system";

export type Area = { area: string; permissions: string[] };

/** Permissions in their areas; areas without any are left out. */
export const inAreas = (permissions: readonly string[]): Area[] =>
  areas
    .map(([area]) => ({ area, permissions: permissions.filter((one) => areaOf(one) === area) }))
    .filter((one) => one.permissions.length > 0);
