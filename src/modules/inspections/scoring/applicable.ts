import { always, type RuleBook, type ScopeAnswers, type ScoredControl } from "./rule-book.ts";

export type Applicable = {
  readonly control: ScoredControl;
  readonly demand: "required" | "recommended" | "not_asked";
  readonly because: "tier" | "scope_true" | "scope_unanswered" | "scope_false" | "not_in_tier";
  /** Mandatory counts only in the tiers where the control is required (mandatory_rule). */
  readonly isMandatory: boolean;
};

/**
 * What the edition asks of a company of this tier. A scope condition that nobody has answered yet leaves its controls
 * in: a denominator shrinks only by a given answer.
 */
export function applicableControls(book: RuleBook, tier: string, scope: ScopeAnswers): Applicable[] {
  return book.controls.map((control) => applicable(control, tier, scope));
}

export function applicable(control: ScoredControl, tier: string, scope: ScopeAnswers): Applicable {
  const demand = control.tiers[tier] ?? "none";
  if (demand === "none") return { control, demand: "not_asked", because: "not_in_tier", isMandatory: false };
  const because = scopeOf(control, scope);
  if (because === "scope_false") return { control, demand: "not_asked", because, isMandatory: false };
  return { control, demand, because, isMandatory: control.mandatory && demand === "required" };
}

function scopeOf(control: ScoredControl, scope: ScopeAnswers): Applicable["because"] {
  if (control.appliesWhen === always) return "tier";
  const isTrue = scope[control.appliesWhen];
  if (isTrue === undefined) return "scope_unanswered";
  return isTrue ? "scope_true" : "scope_false";
}
