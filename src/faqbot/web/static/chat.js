// The chat page's own script. It runs as `js_on_load` of the Gradio component: `element` is the component,
// `server` holds the Python functions open, ask and feedback. The conversation lives here, in the page, and nowhere else.
const WAIT = 30000;
const KEPT = 10;
const state = { role: "", lang: "", chosen: null, turns: [], conversation: null, busy: false, ready: false };
const parameters = new URLSearchParams(window.location.search);
const $ = (selector, root = element) => root.querySelector(selector);

const within = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, WAIT))]);
// Gradio answers a failed call with undefined; ours never return nothing.
const call = async (name, data) => {
  try { return await within(server[name](data)); } catch { return undefined; }
};
const strings = () => JSON.parse($(".fb").dataset.texts);
const say = (text) => { const live = $("[data-live]"); live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); };
const written = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, strings().thousands);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

async function open(changed) {
  const kept = [...element.querySelectorAll(".fb-turn")];
  const draft = $("#fb-question")?.value ?? "";
  const given = await call("open", { role: state.role || null, lang: state.lang || null });
  if (!given) { setTimeout(() => open(changed), 3000); return; }
  $("[data-root]").innerHTML = given.html;
  const shell = $(".fb");
  state.role = shell.dataset.role;
  state.lang = shell.dataset.lang;
  if (state.chosen) state.chosen = state.lang;
  document.title = shell.dataset.title;
  document.documentElement.lang = state.lang;
  $(".fb-log").append(...kept);
  shell.classList.toggle("fb-started", kept.length > 0);
  const box = $("#fb-question");
  box.value = draft;
  box.addEventListener("input", typed);
  box.addEventListener("keydown", keyed);
  $(".fb-form").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  if (!state.ready) { state.ready = true; linked(); }
  if (changed) $(changed)?.focus(); else if (window.matchMedia("(pointer: fine)").matches) box.focus({ preventScroll: true });
}

function keyed(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
}

function typed() {
  const box = $("#fb-question");
  const limit = Number($(".fb").dataset.limit);
  const length = [...box.value].length;
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
  const near = length > limit * 0.9 ? fill(strings().count, { length: written(length), limit: written(limit) }) : "";
  refuse(length > limit ? fill(strings().too_long, { length: written(length), limit: written(limit) }) : "", near);
}

function refuse(sentence, hint = "") {
  const error = $("#fb-error");
  const shown = sentence || hint;
  if (error.textContent !== shown) error.textContent = shown;
  error.classList.toggle("fb-hint", !sentence);
  if (sentence) $("#fb-question").setAttribute("aria-invalid", "true"); else $("#fb-question").removeAttribute("aria-invalid");
}

function submit() {
  const box = $("#fb-question");
  const question = box.value.trim();
  typed();
  if (!question) { refuse(strings().empty); box.focus(); return; }
  if (box.hasAttribute("aria-invalid") || state.busy) { box.focus(); return; }
  box.value = "";
  typed();
  ask(question);
}

async function ask(question) {
  if (state.busy) return;
  const turn = $("[data-turn]").content.firstElementChild.cloneNode(true);
  $("[data-question]", turn).textContent = question;
  turn.question = question;
  turn.turns = state.turns.slice(-KEPT);
  $(".fb-log").append(turn);
  $(".fb").classList.add("fb-started");
  await answer(turn);
}

async function answer(turn) {
  state.busy = true;
  const box = $("[data-answer]", turn);
  const again = box.contains(document.activeElement);
  const waiting = $("[data-turn]").content.querySelector("[data-answer]").firstElementChild.cloneNode(true);
  box.replaceChildren(waiting);
  box.setAttribute("aria-busy", "true");
  if (again) { turn.tabIndex = -1; turn.focus({ preventScroll: true }); }
  show(turn);
  say(strings().thinking);
  const given = await call("ask", { question: turn.question, role: state.role || null, lang: state.chosen, page: state.lang, conversation: state.conversation, turns: turn.turns });
  state.busy = false;
  if (!turn.isConnected) return;
  if (given) box.innerHTML = given.html; else box.replaceChildren($("[data-offline]").content.cloneNode(true));
  box.removeAttribute("aria-busy");
  if (again) box.firstElementChild.focus({ preventScroll: true });
  show(turn);
  say(given ? given.say : strings().offline);
  if (given?.conversation && !turn.answered) {
    turn.answered = true;
    state.conversation = given.conversation;
    state.turns.push(turn.question);
    state.turns = state.turns.slice(-KEPT);
  }
}

function show(turn) {
  turn.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
}

function cite(button) {
  const n = button.dataset.n;
  const mark = $(`mark[data-n="${n}"]`, button.closest(".fb-answer"));
  const source = mark.closest(".fb-source");
  // Several sentences of one section share a passage: the one that was asked for stands out, the link opens at it.
  for (const each of source.querySelectorAll("mark")) each.classList.toggle("fb-other", each.dataset.n !== n);
  $("[data-open]", source).href = mark.dataset.href;
  source.open = true;
  $("summary", source).focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
}

async function thumb(button, helpful, reason) {
  const block = button.closest(".fb-answer");
  const given = await call("feedback", { answer: block.dataset.answer, conversation: state.conversation, helpful, reason: reason ?? null, page: state.lang });
  const kept = Boolean(given?.kept);
  const said = given ? given.say : strings().feedback_failed;
  if (kept) {
    for (const each of block.querySelectorAll("[data-do=thumb]")) each.setAttribute("aria-pressed", String(each.dataset.helpful === String(helpful)));
    for (const each of block.querySelectorAll("[data-do=reason]")) each.setAttribute("aria-pressed", String(each.dataset.reason === reason));
    $(".fb-why", block).hidden = helpful;
  }
  done(block, said, !kept);
}

function done(block, text, failed = false) {
  const place = $(".fb-done", block);
  place.textContent = text;
  place.classList.toggle("fb-failed", failed);
  say(text);
  clearTimeout(block.timer);
  if (!failed) block.timer = setTimeout(() => { place.textContent = ""; }, 6000);
}

async function copy(block, text, said) {
  try { await navigator.clipboard.writeText(text); done(block, said); } catch { done(block, strings().copy_failed, true); }
}

// The question stands behind the #, which no browser sends to any server.
function link(question) {
  const named = Object.entries({ role: state.role, lang: state.lang }).filter(([, value]) => value);
  return `${window.location.origin}${window.location.pathname}?${new URLSearchParams(named)}#q=${encodeURIComponent(question)}`;
}

function linked() {
  const question = new URLSearchParams(window.location.hash.slice(1)).get("q")?.trim();
  if (question && question.length <= Number($(".fb").dataset.limit)) ask(question);
}

function clear() {
  state.turns = [];
  state.conversation = null;
  state.busy = false;
  $(".fb-log").replaceChildren();
  $(".fb").classList.remove("fb-started");
  $("#fb-question").value = "";
  typed();
  window.scrollTo({ top: 0, behavior: calm() ? "auto" : "smooth" });
  $("#fb-question").focus({ preventScroll: true });
  say(strings().cleared);
}

const doing = {
  ask: (button) => ask(button.textContent.trim()),
  choose: async (button) => { state.role = button.dataset.role; const { question } = button.closest(".fb-turn"); await open(); ask(question); },
  cite,
  clear,
  retry: (button) => { if (!state.busy) answer(button.closest(".fb-turn")); },
  copy: (button) => copy(button.closest(".fb-answer"), button.closest(".fb-answer").dataset.copy, strings().copied),
  link: (button) => copy(button.closest(".fb-answer"), link(button.closest(".fb-turn").question), strings().link_copied),
  person,
  save,
  print: () => window.print(),
  forget,
  thumb: (button) => thumb(button, button.dataset.helpful === "true"),
  reason: (button) => thumb(button, false, button.dataset.reason),
  lang: (button) => { state.lang = state.chosen = button.dataset.lang; open(`[data-do=lang][data-lang="${state.lang}"]`); },
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  event.preventDefault();
  doing[button.dataset.do](button);
});
element.addEventListener("change", (event) => {
  if (!event.target.matches("[data-choose=role]")) return;
  // Another role is another subject: what was asked before must not colour what comes.
  state.role = event.target.value;
  state.turns = [];
  open("[data-choose=role]");
});

state.role = parameters.get("role") ?? "";
state.chosen = parameters.get("lang");
state.lang = state.chosen ?? (navigator.language || "en").slice(0, 2);
window.addEventListener("hashchange", linked);
open();
