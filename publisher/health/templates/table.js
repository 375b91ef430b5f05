// The table: a hundred rows at a time, each with its evidence when it is opened. Nothing of a card is ever markup: all
// text is put in as text.

const AT_A_TIME = 100;
const form = document.getElementById("filters");
const body = document.querySelector("#table tbody");
const more = document.getElementById("more");
let list = [];
let shown = 0;

function made(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// A message, in which what stands between backticks is code.
function prose(text) {
  return text.split(/`([^`]+)`/).map((part, place) => (place % 2 ? made("code", "", part) : part));
}

function pathCell(each) {
  const path = said(data.cards[each.card][0]);
  const cut = path.lastIndexOf("/") + 1;
  return made("td", "card", made("span", "folder", path.slice(0, cut)), path.slice(cut), made("span", "at", `:${each.line}`));
}

function fixCell(each) {
  const fix = data.fixes[each.fix];
  const cell = made("td", "fix-cell");
  if (fix !== "none") cell.append(made("span", `pill ${fix}`, fix === "display" ? "person" : fix));
  return cell;
}

function row(each) {
  const [code, name] = data.rules[each.rule];
  const severity = data.severities[each.severity];
  const toggle = made("button");
  toggle.type = "button";
  toggle.setAttribute("aria-expanded", "false");
  toggle.setAttribute("aria-label", `Evidence: ${code}, ${said(data.cards[each.card][0])}, line ${each.line}`);
  const line = made(
    "tr", "row",
    made("td", "toggle", toggle),
    made("td", "severity", made("span", `pill ${severity}`, severity)),
    made("td", "rule", made("code", "", code), " ", made("span", "name", name)),
    pathCell(each),
    made("td", "field", said(each.field)),
    made("td", "message", made("span", "clamp", ...prose(said(each.message)))),
    fixCell(each),
  );
  line.finding = each;
  return line;
}

function fact(number) {
  const [origin, claim, values] = data.evidence[number];
  const item = made("li", "", made("span", `origin ${said(origin)}`, said(origin)), " ", made("span", "claimed", `${said(claim)}: `));
  for (const [value, sources] of values) {
    item.append(made("span", "said", said(value)), " ");
    if (sources.length) item.append(made("span", "source", `(${sources.map(said).join(", ")})`), " ");
  }
  return item;
}

// The kinds of pieces, by their numbers: as it is, taken away, put in, marked, a break, and how many places more.
const [KEPT, GONE, NEW, MARKED, BREAK, MORE] = [0, 1, 2, 3, 4, 5];
const TAGS = { [GONE]: "del", [NEW]: "ins", [MARKED]: "mark" };

function pieceLine(className, pieces, without) {
  const parts = pieces.filter(([kind]) => kind !== without);
  return made("div", className, ...parts.map(([kind, text]) => (TAGS[kind] ? made(TAGS[kind], "", said(text)) : said(text))));
}

function changes(pieces) {
  const places = [[]];
  let rest = "";
  for (const piece of pieces) {
    if (piece[0] === BREAK) places.push([]);
    else if (piece[0] === MORE) rest = said(piece[1]);
    else places[places.length - 1].push(piece);
  }
  const box = made("pre", "change");
  for (const place of places) {
    const isChange = place.some(([kind]) => kind === GONE || kind === NEW);
    if (isChange) box.append(pieceLine("was", place, NEW), pieceLine("now", place, GONE));
    else box.append(pieceLine("", place));
  }
  return rest ? [box, made("p", "none", `and ${rest} more places`)] : [box];
}

function detail(each) {
  const [code, , summary] = data.rules[each.rule];
  const fix = data.fixes[each.fix];
  const cell = made("td");
  cell.colSpan = 7;
  cell.append(made("h4", "", "Evidence"));
  if (each.evidence.length) cell.append(made("ul", "facts", ...each.evidence.map(fact)));
  else cell.append(made("p", "none", each.pieces.length ? "The card's own text, as shown below." : "The card as a whole."));
  if (fix !== "none" || each.pieces.length) cell.append(made("h4", "", fix === "none" ? "On the card" : "Fix"));
  if (fix !== "none") cell.append(made("p", "", made("span", `pill ${fix}`, fix === "display" ? "for a person to decide" : fix), " ", ...prose(said(each.fixMessage))));
  if (each.pieces.length) cell.append(...changes(each.pieces));
  const page = made("a", "", `About ${code}`);
  page.href = `#page-${code}`;
  cell.append(made("h4", "", "Rule"), made("p", "", ...prose(said(summary)), " ", page));
  return made("tr", "detail", cell);
}

function toggle(line) {
  const button = line.querySelector("button");
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  line.classList.toggle("open", !open);
  if (open) line.nextSibling.remove();
  else line.after(detail(line.finding));
}

function showMore() {
  body.append(...list.slice(shown, shown + AT_A_TIME).map(row));
  shown = Math.min(shown + AT_A_TIME, list.length);
  const left = list.length - shown;
  more.hidden = !left;
  more.textContent = `Show ${Math.min(left, AT_A_TIME)} more of ${left.toLocaleString("en")}`;
}

function update() {
  list = sorted(wanted());
  shown = 0;
  body.replaceChildren();
  showMore();
  const cards = new Set(list.map((each) => each.card)).size;
  const [some, all] = [list.length, findings.length].map((count) => count.toLocaleString("en"));
  const count = some === all ? `${all} findings` : `${some} of ${all} findings`;
  document.getElementById("status").textContent = `${count} on ${cards.toLocaleString("en")} ${cards === 1 ? "card" : "cards"}`;
  for (const key of FILTERS) {
    const [control, value] = [form.elements[key], state[key] || ""];
    const known = !control.options || [...control.options].some((option) => option.value === value);
    if (!known) control.add(new Option(value));  // an address may ask for what is not on this page
    if (control.value !== value) control.value = value;
    control.classList.toggle("set", Boolean(value));
  }
  for (const button of document.querySelectorAll("[data-sort]")) {
    const order = { [button.dataset.sort]: "ascending", [`-${button.dataset.sort}`]: "descending" }[state.sort];
    button.parentElement.setAttribute("aria-sort", order || "none");
  }
}

function take(changed) {
  state = { ...state, ...changed };
  writeAddress();
  update();
}

let waiting;
form.elements.text.addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => take({ text: event.target.value }), 120);
});
form.querySelector(".choices").addEventListener("change", (event) => take({ [event.target.name]: event.target.value }));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  take(Object.fromEntries(FILTERS.map((key) => [key, ""])));
});
document.querySelector("#table thead").addEventListener("click", (event) => {
  const key = event.target.dataset.sort;
  if (key) take({ sort: state.sort === key ? `-${key}` : key });
});
body.addEventListener("click", (event) => {
  const line = event.target.closest("tr.row");
  if (line && (event.target.closest("button") || !String(getSelection()))) toggle(line);
});
more.addEventListener("click", showMore);

function goToAddress() {
  const target = location.hash.startsWith("#page-") && document.getElementById(location.hash.slice(1));
  if (target) {
    target.open = true;
  } else if (location.hash.includes("=")) {
    readAddress();
    update();
    document.getElementById("findings").scrollIntoView();
    document.getElementById("findings").focus({ preventScroll: true });
  }
}

addEventListener("hashchange", goToAddress);
update();
goToAddress();
