import { useText } from "../text/i18n.ts";
import { TextArea } from "./fields.tsx";

/** Whether what a form changes would hold from a day before today; both days as YYYY-MM-DD, no day chosen is "". */
export const beginsInThePast = (from: string, today: string) => from !== "" && from < today;

type Props = { isRequired: boolean; value: string; onChange: (reason: string) => void };

/** Why something changes; the field says when it may not be left out. */
export function ReasonField({ isRequired, value, onChange }: Props) {
  const t = useText();
  return (
    <TextArea
      label={t("change.reason")}
      hint={isRequired ? t("change.reasonRule") : null}
      isOptional={!isRequired}
      value={value}
      maxLength={500}
      onChange={onChange}
    />
  );
}
