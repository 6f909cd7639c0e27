import { useText } from "../text/i18n.ts";
import { TextArea } from "./fields.tsx";

/** Whether what a form changes would hold from a day before today; both days as YYYY-MM-DD, no day chosen is "". */
export const beginsInThePast = (from: string, today: string) => from !== "" && from < today;

type Props = {
  isRequired?: boolean;
  /** It begins before today: then it may not be left out, and the field says why. */
  isBackdated?: boolean;
  value: string;
  onChange: (reason: string) => void;
};

/** Why something changes. */
export function ReasonField({ isRequired = false, isBackdated = false, value, onChange }: Props) {
  const t = useText();
  return (
    <TextArea
      label={t("change.reason")}
      hint={isBackdated ? t("change.reasonRule") : null}
      isOptional={!isRequired && !isBackdated}
      value={value}
      maxLength={500}
      onChange={onChange}
    />
  );
}
