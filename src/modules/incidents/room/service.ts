// What the room answers to, as the module's manifest names it.
import {
  addAffected,
  findAffectable,
  getAffected,
  getTold,
  noteTold,
  takeOutAffected,
  tellAffected,
} from "./affected.ts";
import { getBrief, writeBrief } from "./briefs.ts";
import { countConfidential, getCircle, setCircle, setCountedFrom } from "./circle.ts";
import { confirmCustody, handOverEvidence, listIncidentEvidence, takeEvidence } from "./evidence.ts";
import { addLogEntry, correctLogEntry, listIncidentLog } from "./log.ts";
import { findIncidentPeople } from "./people.ts";
import { getPlaybook, listPlaybooks, setPlaybook } from "./playbooks.ts";
import { endIncidentRole, giveIncidentRole, handOverRole, takeOver, withdrawHandover } from "./roles.ts";
import { getRoom } from "./room.ts";
import { takePeople } from "./taking.ts";
import { addThing, countPeople, takeOutThing } from "./things.ts";
import { addTask, endTask, getTask, giveTask, openTaskAgain } from "./tasks.ts";

export { roomFollows } from "./following.ts";

export const roomService = {
  getRoom,
  listIncidentLog,
  addLogEntry,
  correctLogEntry,
  findIncidentPeople,
  addTask,
  getTask,
  giveTask,
  endTask,
  openTaskAgain,
  giveIncidentRole,
  endIncidentRole,
  handOverRole,
  takeOver,
  withdrawHandover,
  listPlaybooks,
  getPlaybook,
  setPlaybook,
  getAffected,
  findAffectable,
  addAffected,
  tellAffected,
  takeOutAffected,
  getTold,
  noteTold,
  countPeople,
  takePeople,
  addThing,
  takeOutThing,
  listIncidentEvidence,
  takeEvidence,
  handOverEvidence,
  confirmCustody,
  getBrief,
  writeBrief,
  getCircle,
  setCircle,
  countConfidential,
  setCountedFrom,
};
