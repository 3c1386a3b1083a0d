import { routes } from "#shared/routes.ts";
import { writeAccountMail } from "./account-mails.ts";
import { afterwards, atRisk, content, listed, type MailContent, renewal, resumed } from "./content-parts.ts";
import type { MailKind, MailValues, MeterWord } from "./mail-kinds.ts";
import type { Words } from "./mail-words.ts";

type Write<Kind extends MailKind> = (values: MailValues[Kind], words: Words) => MailContent;

const write: { [Kind in MailKind]: Write<Kind> } = {
  welcome: ({ trialEndsAt }, words) =>
    content(words, {
      kind: "welcome",
      path: routes.newCode,
      body: [
        words.say("welcome.text"),
        trialEndsAt === null
          ? words.say("welcome.free")
          : words.say("welcome.trial", { until: words.time(trialEndsAt) }),
      ],
    }),
  trial_ending: ({ days, endsAt, codes }, words) =>
    content(words, {
      kind: "trial_ending",
      path: routes.billing,
      named: { days },
      body: [
        `${words.say("trial_ending.text", { until: words.time(endsAt) })} ${afterwards(words, null)}`,
        ...atRisk(words, codes),
      ],
    }),
  payment_failed: ({ plan, nextAttemptAt, accessUntil, codes, ...amount }, words) => {
    const { say, time } = words;
    const [sum, name] = [words.sum(amount), words.plan(plan)];
    const next =
      nextAttemptAt === null
        ? say("payment_failed.last")
        : say("payment_failed.next", { at: time(nextAttemptAt) });
    const effect =
      accessUntil === null
        ? [say("payment_failed.over", { plan: name })]
        : [say("payment_failed.until", { until: time(accessUntil), plan: name }), ...atRisk(words, codes)];
    return content(words, {
      kind: "payment_failed",
      path: routes.billing,
      named: { sum },
      body: [`${say("payment_failed.text", { sum, plan: name })} ${next}`, ...effect],
    });
  },
  payment_recovered: ({ plan, renewsAt, resumed: codes }, words) =>
    content(words, {
      kind: "payment_recovered",
      path: routes.billing,
      body: [
        words.say("payment_recovered.text", { plan: words.plan(plan) }),
        ...resumed(words, codes),
        ...renewal(words, "payment_recovered", renewsAt),
      ],
    }),
  plan_started: ({ plan, interval, renewsAt, resumed: codes, ...amount }, words) => {
    const named = { plan: words.plan(plan) };
    return content(words, {
      kind: "plan_started",
      path: routes.billing,
      named,
      body: [
        words.say("plan_started.text", { ...named, price: words.price(amount, interval) }),
        ...resumed(words, codes),
        ...renewal(words, "plan_started", renewsAt),
      ],
    });
  },
  plan_changed: ({ plan, interval, renewsAt, ...amount }, words) => {
    const named = { plan: words.plan(plan) };
    return content(words, {
      kind: "plan_changed",
      path: routes.billing,
      named,
      body: [
        words.say("plan_changed.text", { ...named, price: words.price(amount, interval) }),
        ...renewal(words, "plan_changed", renewsAt),
      ],
    });
  },
  plan_change_scheduled: ({ plan, nextPlan, nextInterval, at }, words) => {
    const named = { date: words.date(at) };
    const next = words.say(`plan_change_scheduled.next.${nextInterval}`, { plan: words.plan(nextPlan) });
    return content(words, {
      kind: "plan_change_scheduled",
      path: routes.billing,
      named,
      body: [words.say("plan_change_scheduled.text", { ...named, plan: words.plan(plan), next })],
    });
  },
  plan_cancelled: (values, words) => ending("plan_cancelled", values, words),
  plan_ending: (values, words) => ending("plan_ending", values, words),
  plan_kept: ({ plan, renewsAt }, words) => {
    const named = { plan: words.plan(plan) };
    return content(words, {
      kind: "plan_kept",
      path: routes.billing,
      named,
      body: [words.say("plan_kept.text", named), ...renewal(words, "plan_kept", renewsAt)],
    });
  },
  plan_ended: ({ plan, trialEndsAt, isByDispute = false }, words) => {
    const named = { plan: words.plan(plan) };
    const why = words.say(isByDispute ? "plan_ended.dispute" : "plan_ended.text", named);
    const text = `${why} ${afterwards(words, trialEndsAt)}`;
    const body = [text, words.say("plan_ended.back")];
    return content(words, { kind: "plan_ended", path: routes.billing, named, body });
  },
  downgrade_done: ({ limit, codes }, words) =>
    content(words, {
      kind: "downgrade_done",
      path: routes.dashboard,
      named: { count: codes.count },
      body: [
        words.say("downgrade_done.text", { limit, count: codes.count }),
        listed(words, codes),
        words.say("codes.kept"),
        `${words.say("downgrade_done.choose")} ${words.say("downgrade_done.back")}`,
      ],
    }),
  receipt: ({ number, ...amount }, words) => {
    const named = { sum: words.sum(amount) };
    const where = number === null ? words.say("receipt.no_number") : words.say("receipt.number", { number });
    return content(words, {
      kind: "receipt",
      path: routes.billing,
      named,
      body: [words.say("receipt.text", named), where],
    });
  },
  second_payment_refunded: (amount, words) => {
    const named = { sum: words.sum(amount) };
    const body = [words.say("second_payment_refunded.text", named)];
    return content(words, { kind: "second_payment_refunded", path: routes.billing, named, body });
  },
  usage_notice: ({ meter, used, limit, percent, state, grace, resetsAt, plan }, words) => {
    const amount = words.usage(`of.${meter}`, { used, limit });
    const text = words.usage(`${state === "open" ? "near" : state}.${meter}`, {
      amount,
      graceEnds: grace ? words.date(grace.endsAt) : "",
      graceLimit: grace?.limit ?? limit,
      resets: words.date(resetsAt),
      plan: plan ? words.plan(plan) : "none",
    });
    return content(words, {
      kind: "usage_notice",
      path: routes.usage,
      choicePath: routes.usageMails,
      named: { amount, percent, state },
      body: state === "open" && !isHeld(meter) ? [text, words.say("usage_notice.near_on")] : [text],
    });
  },
  ...writeAccountMail,
};

/** What a workspace holds at any time, and does not use up in a month. */
function isHeld(meter: MeterWord): boolean {
  return meter === "activeCodes" || meter === "members";
}

function ending(
  kind: "plan_cancelled" | "plan_ending",
  { plan, endsAt, trialEndsAt, codes, owed = null }: MailValues["plan_cancelled"],
  words: Words,
): MailContent {
  const name = words.plan(plan);
  const named = { plan: name, until: words.time(endsAt) };
  const text =
    owed === null
      ? words.say(`${kind}.text`, named)
      : words.say("plan_cancelled.owed", { ...named, sum: words.sum(owed) });
  return content(words, {
    kind,
    path: routes.billing,
    named: { plan: name, date: words.date(endsAt) },
    body: [`${text} ${afterwards(words, trialEndsAt)}`, ...atRisk(words, codes)],
  });
}

export const mailKinds = Object.keys(write) as MailKind[];

/** What the mail of that kind says in somebody's language. */
export function writeContent<Kind extends MailKind>(
  kind: Kind,
  values: MailValues[Kind],
  words: Words,
): MailContent {
  return write[kind](values, words);
}
