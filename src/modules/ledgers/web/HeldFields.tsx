// What a rule asks of ledgers: a ledger, words in what its entries say, and the states that count. Any of several is enough.
import type { Static } from "typebox";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button, IconButton } from "#web/ui/Button.tsx";
import { Chips } from "#web/ui/choices.tsx";
import type { Held } from "../contract/holding.ts";
import { soughtFields } from "../declared/holding.ts";
import { ledgerNames, ledgerOf } from "../declared/ledgers.ts";
import { useFieldName } from "./values.tsx";

export type HeldRule = Static<typeof Held>;
type Props = { held: readonly HeldRule[]; onChange: (held: HeldRule[]) => void };

const most = 5;
const states = ["in_use", "stored", "planned", "lost"] as const;

/** As it begins: the ways in are asked about most often. */
export const beginHeld = (): HeldRule => ({ ledger: "internet_exits", contains: [{ words: "" }] });

export function HeldFields({ held, onChange }: Props) {
  const t = useText();
  const set = (at: number, next: HeldRule) => onChange(held.map((one, index) => (index === at ? next : one)));
  return (
    <div className="stack s">
      {held.map((one, at) => (
        // Rules have no name of their own, and only the last is added.
        // oxlint-disable-next-line react/no-array-index-key
        <div className="held-rule stack s" key={at}>
          <OneHeld of={one} onChange={(next) => set(at, next)} />
          {held.length > 1 ? (
            <div>
              <Button size="s" look="quiet" onClick={() => onChange(held.filter((_, index) => index !== at))}>
                {t("held.drop")}
              </Button>
            </div>
          ) : null}
        </div>
      ))}
      {held.length < most ? (
        <div>
          <Button size="s" icon="plus" onClick={() => onChange([...held, beginHeld()])}>
            {t("held.add")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function OneHeld({ of, onChange }: { of: HeldRule; onChange: (next: HeldRule) => void }) {
  const t = useText();
  const fieldName = useFieldName();
  const fields = ["name", ...soughtFields(ledgerOf(of.ledger))];
  const chosen = of.states ?? [];
  const setWords = (at: number, part: { field?: string | undefined; words?: string }) =>
    onChange({
      ...of,
      contains: of.contains.map((one, index) => {
        if (index !== at) return one;
        const { field, words } = { ...one, ...part };
        return field ? { field, words } : { words };
      }),
    });
  return (
    <>
      <SelectField
        label={t("held.ledger")}
        value={of.ledger}
        choices={ledgerNames.map((value) => ({ value, label: t(`ledger.${value}`) }))}
        onChange={(ledger) =>
          onChange({ ...of, ledger, contains: of.contains.map(({ words }) => ({ words })) })
        }
      />
      {of.contains.map((one, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div className="held-words" key={at}>
          <SelectField
            label={t("held.field")}
            value={one.field ?? ""}
            emptyLabel={t("held.anyField")}
            choices={fields.map((value) => ({ value, label: fieldName(value) }))}
            onChange={(field) => setWords(at, { field: field || undefined })}
          />
          <TextField
            label={t("held.words")}
            value={one.words}
            maxLength={100}
            onChange={(words) => setWords(at, { words })}
          />
          {of.contains.length > 1 ? (
            <IconButton
              icon="close"
              label={t("held.dropWords")}
              onClick={() => onChange({ ...of, contains: of.contains.filter((_, index) => index !== at) })}
            />
          ) : null}
        </div>
      ))}
      {of.contains.length < most ? (
        <div>
          <Button
            size="s"
            look="quiet"
            onClick={() => onChange({ ...of, contains: [...of.contains, { words: "" }] })}
          >
            {t("held.addWords")}
          </Button>
        </div>
      ) : null}
      <Chips
        label={t("held.states")}
        values={chosen}
        choices={states.map((value) => ({ value, label: t(`entry.state.${value}`) }))}
        onToggle={(state) =>
          onChange({
            ...of,
            states: chosen.includes(state) ? chosen.filter((one) => one !== state) : [...chosen, state],
          })
        }
      />
      <p className="small soft">{t(chosen.length === 0 ? "held.everyState" : "held.someStates")}</p>
    </>
  );
}
