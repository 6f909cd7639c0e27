// On what a transfer of personal data to another country may rest: GDPR Art. 45 (adequacy), 46 (standard clauses, binding rules),
// 49 (consent, contract); a filing or an assessment that a law asks for, as China's PIPL Art. 38 does.

export const transferBases = [
  "adequacy",
  "standard_clauses",
  "binding_rules",
  "consent",
  "contract",
  "law_filing",
  "other",
] as const;
