// The frame of the dialogs that add a unit or give it another name.
import type { FormEvent, ReactNode } from "react";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { organization } from "../contract.ts";

export const refreshes = [organization.listChildren, organization.countCompanies, organization.listCompanies];
export const noNames = { name: "", nameEn: "", nameJa: "", nameZh: "" };
type Names = typeof noNames;
export const namesOf = (names: Names) => ({
  name: names.name.trim(),
  ...(names.nameEn.trim() ? { nameEn: names.nameEn.trim() } : {}),
  ...(names.nameJa.trim() ? { nameJa: names.nameJa.trim() } : {}),
  ...(names.nameZh.trim() ? { nameZh: names.nameZh.trim() } : {}),
});

type FormProps = {
  onSubmit: () => void;
  error: Error | null;
  isBusy: boolean;
  missing: string | null;
  action: string;
  onClose: () => void;
  children: ReactNode;
};

export function UnitForm({ onSubmit, error, isBusy, missing, action, onClose, children }: FormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="form wide" onSubmit={submit}>
      {children}
      <FormEnds error={error} isBusy={isBusy} offBecause={missing} onClose={onClose}>
        {action}
      </FormEnds>
    </form>
  );
}
