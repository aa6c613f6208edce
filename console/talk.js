/**
 * The talk page: who is called, what was said on both sides and how much of it was heard, what was done, how long it took.
 *
 * The key comes by hand or behind the # of the address, which browsers never send; it is taken out of the address at once
 * and kept in this tab alone.
 */

import { Call } from "./call.js";

const WORDS = await (await fetch(new URL("words.json", import.meta.url))).json();
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const STAGES = [
  ["words", "final_words_ms"],
  ["turn", "turn_start_ms"],
  ["reply", "first_clause_ms"],
  ["voice", "first_audio_ms"],
  ["sent", "first_sent_ms"],
  ["heard", "first_heard_ms"],
];
const $ = (id) => document.getElementById(id);

let language = "en";
let agents = []; // whom the key may talk to
let call = null;
let conversation = null; // what the next call goes on with, after a connection that was lost
let began = 0;

// --- words ------------------------------------------------------------------------------------------------------------

const has = (name) => name in WORDS[language];

function word(name, places = {}) {
  return WORDS[language][name].replace(/\{(\w+)\}/g, (_, place) => places[place] ?? "");
}

/** Let an element say a word, now and after the language has changed. */
function write(element, name, places = {}) {
  element.dataset.text = name;
  element.dataset.places = JSON.stringify(places);
  element.textContent = word(name, places);
  return element;
}

function translate() {
  document.documentElement.lang = language;
  document.title = `${word("title")} · Switchboard`;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = word(element.dataset.text, JSON.parse(element.dataset.places ?? "{}"));
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", word(element.dataset.label));
  }
  for (const input of document.querySelectorAll("[name=language]")) input.checked = input.value === language;
  for (const paint of painted) paint();
}

const painted = new Set(); // what is drawn anew in another language

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

// --- who is called ----------------------------------------------------------------------------------------------------

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (["en", "de"].includes(given.get("lang"))) language = given.get("lang");
  for (const name of ["key", "agent"]) {
    if (given.has(name)) sessionStorage.setItem(name, given.get(name));
  }
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  $("key").value = sessionStorage.getItem("key") ?? "";
}

/** Ask the house whom the key may talk to. */
async function findAgents() {
  const key = $("key").value.trim();
  agents = [];
  let trouble = null;
  if (key) {
    sessionStorage.setItem("key", key);
    try {
      // a header takes Latin letters alone, and no key has others
      const headers = { authorization: `Bearer ${key.replace(/[^\x21-\x7e]/g, "?")}` };
      const answer = await fetch(new URL("agents", import.meta.url), { headers });
      if (key !== $("key").value.trim()) return; // another one was typed meanwhile
      if (answer.ok) agents = (await answer.json()).agents;
      trouble = answer.ok ? (agents.length ? null : "no_agents") : answer.status === 401 ? "wrong_key" : "busy";
    } catch {
      trouble = "away";
    }
  }
  const wished = sessionStorage.getItem("agent");
  $("agent").replaceChildren(...agents.map((each) => new Option(each.name, each.agent_id)));
  $("agent").disabled = !agents.length;
  if (agents.length && wished) {
    const known = agents.some((each) => each.agent_id === wished);
    if (known) $("agent").value = wished;
    else trouble = "no_agent";
  }
  $("setup").open = Boolean(trouble) || !agents.length;
  chosen();
  tell(trouble);
}

function chosen() {
  const agent = agents.find((each) => each.agent_id === $("agent").value);
  $("start").disabled = !agent;
  if (agent?.name.includes(agent.tenant)) write($("callee"), "agent_alone", { name: agent.name });
  else if (agent) write($("callee"), "agent_of", { name: agent.name, tenant: agent.tenant });
  else write($("callee"), "nobody_chosen");
  if (document.body.dataset.state === "idle") become("idle", agent ? "state_idle" : "state_unset");
}

// --- how it stands ----------------------------------------------------------------------------------------------------

function become(state, name = `state_${state}`) {
  document.body.dataset.state = state;
  const muted = state === "listening" && $("mute").getAttribute("aria-pressed") === "true";
  write($("state"), muted ? "state_muted" : name);
}

/** Show trouble in plain words, or take it away. */
function tell(reason, message = "") {
  $("trouble").hidden = !reason;
  if (reason) write($("trouble"), reason, { message });
}

function onTheLine(on) {
  for (const id of ["stop", "mute", "keys"]) $(id).hidden = !on;
  $("start").hidden = on;
  $("clock").hidden = !on && !began;
  $("whom").inert = on;
  if (on) $("setup").open = false;
  else {
    showKeypad(false);
    $("mute").setAttribute("aria-pressed", "false");
    for (const who of ["you", "agent"]) loudness(who, 0);
  }
}

function loudness(who, level) {
  // what is heard as twice as loud is some ten decibels more
  const shown = Math.min(1, Math.pow(level * 4, 0.6));
  $("orb").style.setProperty(`--${who}`, shown.toFixed(3));
}

setInterval(() => {
  if (!call || !began) return;
  const seconds = Math.floor((performance.now() - began) / 1000);
  $("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}, 250);

// --- captions ---------------------------------------------------------------------------------------------------------

let lines = new Map(); // what the agent says, by turn; a line of the house's own is the newest under ""
let finals = []; // the caller's words that will not change any more
let interim = "";

/** Keep the newest words in sight: on a telephone the page scrolls, elsewhere the captions do. */
function scroll() {
  const newest = $("hearing").hidden ? $("captions").lastElementChild : $("hearing");
  $("captions").scrollTop = $("captions").scrollHeight;
  if (matchMedia("(max-width: 56rem)").matches) newest?.scrollIntoView({ block: "nearest" });
}

function bubble(who, name) {
  $("nothing").hidden = true;
  const item = element("li", who);
  const speaker = element("span", "speaker");
  if (name) speaker.textContent = name;
  else write(speaker, "you");
  const said = element("p");
  item.append(speaker, said);
  $("captions").append(item);
  return { item, said, text: "", clauses: 0, heard: null };
}

function agentName() {
  return agents.find((each) => each.agent_id === $("agent").value)?.name ?? "";
}

/** The agent's line of a turn, begun where there is none yet. */
function lineOf(turn) {
  if (!lines.has(turn)) lines.set(turn, bubble("agent", agentName()));
  return lines.get(turn);
}

function noteOf(name) {
  $("captions").append(write(element("li", "note"), name));
  scroll();
}

/** Words of a reply as they come; a clause that is complete stands as an element of its own, to be read out once. */
function spoken(line, text, { complete = false } = {}) {
  line.text += text;
  if (line.heard !== null) return cut(line, line.heard);
  let tail = line.said.querySelector(".tail");
  if (!tail) {
    tail = element("span", "tail");
    tail.setAttribute("aria-hidden", "true");
    line.said.append(tail);
  }
  tail.textContent += text;
  if (complete) {
    line.said.append(element("span", "", tail.textContent));
    tail.remove();
  }
  scroll();
}

/** Of a line so many characters were heard: the rest is shown as what it is. */
function cut(line, heard) {
  line.heard = heard;
  const characters = Array.from(line.text);
  const rest = characters.slice(heard).join("");
  line.said.replaceChildren(element("span", "", characters.slice(0, heard).join("")));
  if (!rest.trim()) return;
  line.said.append(element("s", "", rest), " ", write(element("small", "unheard"), "unheard"));
  scroll();
}

function hearing() {
  const text = [...finals, interim].join(" ").trim();
  $("hearing").textContent = text;
  $("hearing").hidden = !text;
  if (text) $("nothing").hidden = true;
  scroll();
}

// --- what was done, and how long it took ------------------------------------------------------------------------------

function receipt({ operation, facts }) {
  $("receipts").hidden = false;
  const item = element("li");
  $("receipts").querySelector("ul").append(item);
  const paint = () => {
    const day = (text) =>
      new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { weekday: "short", day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(text));
    const people = facts.party_size && (facts.party_size === 1 ? word("person") : word("people", { n: facts.party_size }));
    const stay = facts.check_in && facts.check_out && `${day(facts.check_in)} – ${day(facts.check_out)}`;
    const told = [facts.day && day(facts.day), facts.time, stay, people, facts.name].filter(Boolean);
    item.replaceChildren(element("strong", "", has(`op_${operation}`) ? word(`op_${operation}`) : operation));
    if (facts.code) item.append(" ", element("code", "", facts.code));
    item.append(element("p", "", told.join(" · ")));
  };
  paint();
  painted.add(paint);
}

let turns = 0;

function latency(times) {
  let before = 0;
  const stages = [];
  for (const [name, key] of STAGES) {
    if (typeof times[key] !== "number") continue;
    const at = Math.max(before, times[key]);
    stages.push({ name, at, ms: at - before });
    before = at;
  }
  if (!stages.length) return;
  $("latency").hidden = false;
  const first = stages.findLast((stage) => stage.name !== "heard") ?? stages[0];
  const row = element("tr");
  const bar = element("td", "bar");
  bar.dataset.lasts = before;
  for (const { name, ms } of stages) {
    const piece = element("i", name);
    piece.style.flexGrow = ms;
    bar.append(piece);
  }
  const number = element("th", "", String(++turns));
  number.scope = "row";
  const said = element("span", "unseen");
  bar.append(said);
  row.append(number, bar, element("td", "ms", String(Math.round(first.at))));
  $("latency").querySelector("tbody").append(row);
  const paint = () => {
    said.textContent = stages.map(({ name, at }) => `${word(`stage_${name}`)}: ${word("ms", { ms: Math.round(at) })}`).join(", ");
    if (row.nextSibling) return; // the legend is the newest turn's
    const lasted = stages.filter(({ ms }) => ms >= 1);
    $("legend").replaceChildren(
      ...lasted.map(({ name, at }) => {
        const pair = element("div", name);
        pair.append(element("dt", "", word(`stage_${name}`)), element("dd", "", word("ms", { ms: Math.round(at) })));
        return pair;
      }),
    );
  };
  paint();
  painted.add(paint);
  const longest = Math.max(...Array.from(document.querySelectorAll(".bar"), (each) => Number(each.dataset.lasts)));
  for (const each of document.querySelectorAll(".bar")) {
    each.style.setProperty("--share", `${(100 * Number(each.dataset.lasts)) / longest}%`);
  }
}

// --- what the house tells ---------------------------------------------------------------------------------------------

const ON = {
  ready: () => {
    began = performance.now();
    $("clock").hidden = false;
    become("listening");
  },
  transcript_partial: ({ text, final }) => {
    if (final) finals.push(text);
    interim = final ? "" : text;
    hearing();
  },
  utterance: ({ text }) => {
    finals = [];
    interim = "";
    hearing();
    bubble("you").said.textContent = text;
    scroll();
    become("thinking");
  },
  line: ({ turn_id, text }) => {
    if (!turn_id) lines.delete("");
    spoken(lineOf(turn_id), text, { complete: true });
  },
  filler: ({ text }) => spoken(bubble("agent filler", agentName()), text, { complete: true }),
  token: ({ turn_id, text }) => spoken(lineOf(turn_id), text),
  clause: ({ turn_id }) => spoken(lineOf(turn_id), "", { complete: true }),
  speaking: () => become("speaking"),
  paused: () => become("paused"),
  resumed: () => {
    finals = []; // a "mhm", or nothing that could be understood
    interim = "";
    hearing();
    become("speaking");
  },
  interrupted: ({ turn_id, heard }) => {
    if (lines.has(turn_id)) cut(lines.get(turn_id), heard);
    else if (turn_id) lineOf(turn_id).heard = heard;
    become("listening");
  },
  said: ({ turn_id, heard }) => {
    const line = lines.get(turn_id);
    if (line && heard < Array.from(line.text.trimEnd()).length) cut(line, heard);
    become("listening");
  },
  done: ({ conversation_id }) => {
    conversation = $("captions").dataset.conversation = conversation_id;
  },
  silence: () => noteOf("silence"),
  handed_off: () => noteOf("handed_off"),
  receipt,
  latency,
  error: ({ field, message }) => tell("dropped", `${field} ${message}`),
  ended: ({ why }) => {
    conversation = null;
    become("ended", has(`ended_${why}`) ? `ended_${why}` : "state_ended");
  },
};

function start() {
  tell(null);
  if (!conversation) {
    $("captions").replaceChildren();
    painted.clear();
    for (const part of ["#receipts ul", "#latency tbody", "#legend"]) document.querySelector(part).replaceChildren();
    $("receipts").hidden = $("latency").hidden = true;
    turns = 0;
  }
  lines = new Map();
  finals = [];
  interim = "";
  began = 0;
  $("clock").textContent = "0:00";
  const init = { agent_id: $("agent").value, api_key: $("key").value.trim(), language };
  if (conversation) init.conversation_id = conversation;
  call = new Call({ told: (event) => ON[event.event]?.(event), level: loudness, over });
  become("calling");
  onTheLine(true);
  $("stop").focus();
  call.start(init);
}

function over(trouble) {
  call = null;
  finals = [];
  interim = "";
  hearing();
  onTheLine(false);
  $("start").focus();
  if (!trouble || trouble.reason === "no_conversation") conversation = null;
  if (!began) become("idle");
  else if (document.body.dataset.state !== "ended") become("ended");
  if (began) write($("start").querySelector("span"), "again");
  if (!trouble) return;
  tell(trouble.reason, trouble.message);
  if (["wrong_key", "no_agent"].includes(trouble.reason)) $("setup").open = true;
}

// --- the keypad -------------------------------------------------------------------------------------------------------

function showKeypad(shown) {
  $("keypad").hidden = !shown;
  $("keys").setAttribute("aria-expanded", String(shown));
}

function press(key) {
  call?.press(key);
  const button = $("keypad").children[KEYS.indexOf(key)];
  button.classList.add("pressed");
  setTimeout(() => button.classList.remove("pressed"), 150);
}

// --- the page ---------------------------------------------------------------------------------------------------------

for (const key of KEYS) {
  const button = element("button", "", key);
  button.type = "button";
  button.onclick = () => press(key);
  $("keypad").append(button);
}
document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
  if (!$("keypad").hidden && KEYS.includes(key) && !ctrlKey && !metaKey && !altKey) press(key);
});
let typed = 0;
$("key").oninput = () => {
  clearTimeout(typed);
  typed = setTimeout(findAgents, 250);
};
$("whom").onsubmit = (event) => {
  event.preventDefault();
  findAgents();
};
$("agent").onchange = () => {
  sessionStorage.setItem("agent", $("agent").value);
  conversation = null;
  chosen();
  tell(null);
};
$("start").onclick = start;
$("stop").onclick = () => call?.stop();
$("keys").onclick = () => showKeypad($("keypad").hidden);
$("mute").onclick = () => {
  const muted = $("mute").getAttribute("aria-pressed") !== "true";
  $("mute").setAttribute("aria-pressed", String(muted));
  call?.mute(muted);
  if (document.body.dataset.state === "listening") become("listening");
};
$("languages").onchange = ({ target }) => {
  language = target.value;
  localStorage.setItem("language", language);
  translate();
};
window.addEventListener("hashchange", () => {
  readAddress();
  translate();
  findAgents();
});
new ResizeObserver(scroll).observe($("captions"));
window.addEventListener("pagehide", () => call?.stop());

language = localStorage.getItem("language") ?? (navigator.language.startsWith("de") ? "de" : "en");
readAddress();
write($("state"), "state_idle");
write($("callee"), "nobody_chosen");
translate();
findAgents();
