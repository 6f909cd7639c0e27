import { after } from "./after/contract.ts";
import { contactContract } from "./contacts/contract.ts";
import { counting } from "./counting/contract.ts";
import { register } from "./contract/register.ts";
import { intake } from "./intake/contract.ts";
import { reporting } from "./contract/reporting.ts";
import { law } from "./law/contract.ts";
import { notices } from "./notices/contract.ts";
import { packContract } from "./paper/pack-contract.ts";
import { paperContract } from "./paper/contract.ts";
import { room } from "./room/contract.ts";
import { spread } from "./spread/contract.ts";

export { permissions } from "./contract/words.ts";

export const incidents = {
  ...reporting,
  ...register,
  ...room,
  ...spread,
  ...after,
  ...counting,
  ...notices,
  ...intake,
  ...law,
  ...paperContract,
  ...packContract,
  ...contactContract,
};
