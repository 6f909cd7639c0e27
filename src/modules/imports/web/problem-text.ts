// A problem of a row in words: which field, and what is wrong with what was given.
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";

type Problem = { field: string; code: string; given: string };

export function useProblemText(): (problem: Problem) => string {
  const any = useAnyText();
  return ({ field, code, given }) => {
    const text = any(code.replace(/^import\./, "import.problem."), { given });
    return field === "" ? text : `${any(`import.field.${field}`)}: ${text}`;
  };
}

/** A value of a difference as the reader's language says it. */
export function useValueText(): (value: string | null, field: string) => string {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (value, field) => {
    if (value === null) return "–";
    if (field === "language") return format.tongue(value);
    if (field === "relation" || field === "employment" || field === "region") return any(`${field}.${value}`);
    if (field === "result") return any(`result.${value}`);
    if (field === "right") return any(`role.${value}`);
    if (field === "purpose") return any(`position.purpose.${value}`);
    if (field === "severity") return any(`import.choice.severity.${value}`);
    if (field === "planState" || field === "state") return any(`import.value.${field}.${value}`);
    if (value === "true" || value === "false") return t(value === "true" ? "import.yes" : "import.no");
    return value;
  };
}
