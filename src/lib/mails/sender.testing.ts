import { setTimeout as sleep } from "node:timers/promises";
import { mailTools, sendDueMails } from "./send-due-mails.ts";

// A process that sends until it is killed. What it needs to know is in its environment.
const tools = mailTools();
for (;;) {
  await sendDueMails(tools);
  await sleep(5);
}
