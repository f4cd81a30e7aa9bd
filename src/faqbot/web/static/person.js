// The chat page's way to a person, and to forgetting: what is sent is shown first, and leaves after a yes.
// Part of the same function as chat.js, which comes after it.
const EXCHANGES = 20;

function make(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value); else if (value !== null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter(Boolean));
  return made;
}

function dialog(title, ...content) {
  const box = $(".fb-dialog");
  box.setAttribute("aria-label", title);
  box.replaceChildren(make("h2", { tabindex: "-1" }, title), ...content.filter(Boolean));
  if (!box.open) { box.opener = document.activeElement; box.showModal(); box.addEventListener("close", () => box.opener?.focus(), { once: true }); }
  $("h2", box).focus();
}

const closing = (words) => make("button", { type: "button", class: "fb-action fb-strong", onclick: () => $(".fb-dialog").close() }, words);

async function reach(path, options) {
  const response = await fetch(path, { credentials: "omit", cache: "no-store", ...options });
  if (!response.ok) throw Object.assign(new Error(), { status: response.status, code: (await response.json().catch(() => ({}))).type?.split(":").pop() });
  return response;
}

async function prepare(wish, sure = {}) {
  const turns = [...element.querySelectorAll(".fb-turn")].filter((turn) => $("[data-said]", turn)).slice(-EXCHANGES);
  const transcript = turns.map((turn) => ({ question: turn.question, answer: $("[data-said]", turn).dataset.said.slice(0, 9999) }));
  const body = JSON.stringify({ transcript, role: state.role || null, lang: state.lang, conversation: state.conversation, ...wish, ...sure });
  return (await reach("api/v1/handoff", { method: "POST", body, headers: { "Content-Type": "application/json" } })).json();
}

const wishes = { reply_to: "", message: "" };

function person() {
  const words = strings();
  const sends = ["email", "webhook"].includes($(".fb").dataset.handoff);
  if (!sends) { prepare({}).then((shown) => offer(shown, null)).catch(() => dialog(words.person, make("p", {}, words.handoff_failed), closing(words.back))); return; }
  const field = (name, tag, more) => {
    const input = make(tag, { id: `fb-${name}`, ...more, oninput: (event) => { wishes[name] = event.target.value; } });
    input.value = wishes[name];
    return [make("label", { for: input.id }, words[name]), input];
  };
  const wrong = make("p", { class: "fb-error", role: "alert", id: "fb-wrong" });
  const reply = field("reply_to", "input", { autocomplete: "email", maxlength: "200", "aria-describedby": "fb-wrong" });
  const preview = async (event) => {
    event.preventDefault();
    if (!/^\S+@\S+\.\S+$|^\+?[\d\s().\-/]{6,30}$/.test(wishes.reply_to.trim())) { wrong.textContent = words.reply_to_wrong; reply[1].focus(); return; }
    try { offer(await prepare(wishes), wishes); } catch { wrong.textContent = words.handoff_failed; }
  };
  dialog(words.person, make("form", { novalidate: "", onsubmit: preview }, make("p", {}, words.handoff_intro), reply, wrong, field("message", "textarea", { rows: "3", maxlength: "2000" }),
    make("p", { class: "fb-buttons" }, make("button", { type: "submit", class: "fb-main" }, words.preview), closing(words.back))));
}

function offer(shown, wish) {
  const words = strings();
  const link = shown.link && make("a", { class: wish ? "fb-action fb-strong" : "fb-main", href: shown.link, target: shown.link.startsWith("mailto:") ? null : "_blank", rel: "noopener noreferrer" }, shown.link.startsWith("mailto:") ? words.open_mail : words.open_contact);
  const facts = () => [shown.hours, shown.promise].filter(Boolean).map((each) => make("p", { class: "fb-fact" }, each));
  const wrong = make("p", { class: "fb-error", role: "alert" });
  const yes = async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      const sent = await prepare(wish, { consent: true, seen: shown.seen });
      wishes.reply_to = wishes.message = "";
      dialog(words.sent, make("p", { role: "status" }, sent.notice), ...facts(), closing(words.back));
    } catch (error) {
      button.disabled = false;
      if (error.code === "handoff_changed") { offer(await prepare(wish), wish); return; }
      wrong.textContent = words.handoff_failed;
      if (link) wrong.after(link);
    }
  };
  dialog(words.person, make("p", {}, shown.notice), ...facts(),
    shown.channel !== "page" && make("h3", {}, words.what_is_sent), shown.channel !== "page" && make("pre", { tabindex: "0" }, `${shown.subject}\n\n${shown.text}`), wrong,
    make("p", { class: "fb-buttons" }, wish ? make("button", { type: "button", class: "fb-main", onclick: yes }, words.send_yes) : link,
      wish && make("button", { type: "button", class: "fb-action fb-strong", onclick: person }, words.change), closing(words.back)));
}

function forget() {
  const words = strings();
  const wrong = make("p", { class: "fb-error", role: "alert" });
  const yes = async () => {
    try {
      if (state.conversation) await reach(`api/v1/conversations/${encodeURIComponent(state.conversation)}`, { method: "DELETE" });
    } catch (error) {
      // Where nothing is recorded there is nothing to delete but what stands here.
      if (![404, 405].includes(error.status)) { wrong.textContent = words.delete_failed; return; }
    }
    $(".fb-dialog").close();
    clear();
    say(words.deleted);
  };
  dialog(words.delete, make("p", {}, words.delete_ask), wrong, make("p", { class: "fb-buttons" }, make("button", { type: "button", class: "fb-main", onclick: yes }, words.delete_yes), closing(words.keep)));
}

// The whole conversation with its sources, as a file of text.
function save() {
  const answers = [...element.querySelectorAll("[data-copy]")].map((each) => each.dataset.copy);
  const file = URL.createObjectURL(new Blob([[document.title, ...answers].join("\n\n————————\n\n"), "\n"], { type: "text/plain" }));
  make("a", { href: file, download: `${state.role || "faq"}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(file), 1000);
}

// On paper nothing can be opened, so every source is.
const folded = [];
window.addEventListener("beforeprint", () => { for (const each of element.querySelectorAll("details:not([open])")) { each.open = true; folded.push(each); } });
window.addEventListener("afterprint", () => { for (const each of folded.splice(0)) each.open = false; });
