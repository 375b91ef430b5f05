"use strict";
// The findings as the page holds them: which of them are wanted, and in which order. What is wanted is kept in the
// address (#rule=XR301&family=ResNet), so that charts lead to it, and it can be sent to others.

const data = JSON.parse(document.getElementById("data").textContent);
const said = (number) => data.texts[number];
const FILTERS = ["text", "severity", "rule", "family", "version", "source", "fix"];
const SORTED_AS_TEXT = ["field", "message"];

const findings = data.findings.map((row, index) => {
  const [card, rule, severity, fix, line, column, field, message, fixMessage, evidence, pieces] = row;
  return { index, card, rule, severity, fix, line, column, field, message, fixMessage, evidence, pieces };
});

// What each filter but the text compares with.
const VALUES = {
  severity: (each) => data.severities[each.severity],
  rule: (each) => data.rules[each.rule][0],
  family: (each) => said(data.cards[each.card][1]),
  version: (each) => said(data.cards[each.card][2]),
  source: (each) => said(data.cards[each.card][3]),
  fix: (each) => data.fixes[each.fix],
};

let state = {};

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  state = {};
  for (const key of [...FILTERS, "sort"]) {
    if (given.get(key)) state[key] = given.get(key);
  }
}

function writeAddress() {
  const given = new URLSearchParams();
  for (const key of [...FILTERS, "sort"]) {
    if (state[key]) given.set(key, state[key]);
  }
  const query = given.toString();
  history.replaceState(null, "", query ? `#${query}` : "#findings");
}

// All that is said of a finding, for the text filter: made when it is first asked for.
function haystack(each) {
  if (each.haystack === undefined) {
    const [code, name] = data.rules[each.rule];
    const facts = each.evidence.flatMap((number) => {
      const [origin, claim, values] = data.evidence[number];
      return [origin, claim, ...values.flatMap(([value, sources]) => [value, ...sources])].map(said);
    });
    const own = [data.cards[each.card][0], each.field, each.message, each.fixMessage].map(said);
    each.haystack = [code, name, ...own, ...facts].join("\n").toLowerCase();
  }
  return each.haystack;
}

function wanted() {
  const tests = FILTERS.filter((key) => key !== "text" && state[key]).map((key) => {
    const choices = key === "severity" || key === "fix" ? state[key].split(",") : [state[key]];
    const accepted = new Set(choices);
    return (each) => accepted.has(VALUES[key](each));
  });
  const words = (state.text || "").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length) tests.push((each) => words.every((word) => haystack(each).includes(word)));
  return findings.filter((each) => tests.every((test) => test(each)));
}

// The rank of each text among all others: comparing numbers is what makes sorting fast.
let ranks;
function rankOf(number) {
  if (!ranks) {
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    const order = data.texts.map((_, place) => place).sort((one, other) => compare(said(one), said(other)));
    ranks = new Int32Array(order.length);
    order.forEach((place, rank) => { ranks[place] = rank; });
  }
  return ranks[number];
}

// Findings come ordered by severity, rule and card; where two are equal they stay in that order.
function sorted(list) {
  const down = (state.sort || "").startsWith("-");
  const key = (state.sort || "").replace("-", "");
  if (!["severity", "rule", "card", "field", "message", "fix"].includes(key)) return list;
  const rank = SORTED_AS_TEXT.includes(key) ? (each) => rankOf(each[key]) : (each) => each[key];
  const sign = down ? -1 : 1;
  const within = key === "card" ? (one, other) => one.line - other.line : () => 0;
  return list.sort((one, other) => sign * (rank(one) - rank(other)) || within(one, other) || one.index - other.index);
}
