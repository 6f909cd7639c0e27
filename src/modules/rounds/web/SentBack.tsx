// Why companies stand at "returned" that nobody returned: the erratum that asked them again, with its page.
import type { Output } from "#core/contract.ts";
import { Go } from "#web/navigation.tsx";
import { Said } from "#web/text/Said.tsx";
import type { rounds } from "../contract.ts";

type Props = { by: Output<typeof rounds.getRoundProgress>["sentBack"]; returned: number };

export function SentBack({ by, returned }: Props) {
  return by.map((one) => (
    <p key={one.erratumId} className="small">
      <Said
        of="round.sentBack"
        values={{ count: one.companies, returned, number: one.number, control: one.controlId }}
        parts={{
          erratum: (
            <Go to="/errata/$id" params={{ id: one.erratumId }}>
              {null}
            </Go>
          ),
        }}
      />
    </p>
  ));
}
